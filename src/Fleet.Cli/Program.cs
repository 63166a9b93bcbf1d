using Fleet.Cli.CommandLine;

return await FleetProgram.RunAsync(args, ProgramIo.OfProcess());
