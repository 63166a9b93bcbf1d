using Fleet.Agent.Composition;

return await AgentProgram.RunAsync(args);
