using Fleet.Cli.CommandLine;

StandardDescriptors.OpenMissing();
return await FleetProgram.RunAsync(args, ProgramIo.OfProcess());
