using System.CommandLine;
using System.CommandLine.Help;
using Fleet.Cli.Commands.Containers;
using Fleet.Cli.Commands.Copy;
using Fleet.Cli.Commands.Demo;
using Fleet.Cli.Commands.Diagnosis;
using Fleet.Cli.Commands.Images;
using Fleet.Cli.Commands.Jobs;
using Fleet.Cli.Commands.Lab;
using Fleet.Cli.Commands.Nodes;
using Fleet.Cli.Commands.Program;
using Fleet.Cli.Commands.Prune;
using Fleet.Cli.Commands.Run;
using Fleet.Cli.Commands.Volumes;

namespace Fleet.Cli.CommandLine;

/// <summary>The tree of commands. A command of its own is one line here and one file in Commands.</summary>
internal static class FleetRootCommand
{
    public static RootCommand Build()
    {
        var root = new RootCommand("Fleet: runs containers on this host, and jobs on a cluster of hosts")
        {
            GlobalOptions.Root,
            GlobalOptions.Node,
            new RunCommand(),
            new CreateCommand(),
            new PsCommand(),
            new ExecCommand(),
            new AttachCommand(),
            new LogsCommand(),
            new StatsCommand(),
            new InspectCommand(),
            new TopCommand(),
            new PortCommand(),
            new DiffCommand(),
            new CpCommand(),
            new StartCommand(),
            new StopCommand(),
            new RestartCommand(),
            new PauseCommand(),
            new UnpauseCommand(),
            new UpdateCommand(),
            new RenameCommand(),
            new KillCommand(),
            new WaitCommand(),
            new RmCommand(),
            Containers(),
            new CommandGroup("system", "All that a node holds")
            {
                new SystemPruneCommand(),
            },
            new CommandGroup("image", "Images on a node")
            {
                new ImageImportCommand(),
                new ImagePullCommand(),
                new ImageListCommand(),
                new ImageRmCommand(),
                new ImagePruneCommand(),
            },
            new CommandGroup("volume", "Named volumes on a node")
            {
                new VolumeCreateCommand(),
                new VolumeListCommand(),
                new VolumeRmCommand(),
                new VolumePruneCommand(),
            },
            new CommandGroup("job", "Jobs of the cluster")
            {
                new JobSubmitCommand(),
                new JobListCommand(),
                new JobInspectCommand(),
                new JobPsCommand(),
                new JobStopCommand(),
                new JobScaleCommand(),
                new JobLogsCommand(),
                new JobStatsCommand(),
                new JobExecCommand(),
                new JobResultCommand(),
                new JobHistoryCommand(),
            },
            new NodeCommand
            {
                new NodeListCommand(),
                new NodeInspectCommand(),
                new NodeLabelCommand(),
            },
            LabCommands.Group(),
            new DemoCommand(),
            new EventsCommand(),
            new CheckCommand(),
            new MetricsCommand(),
            new CommandGroup("debug", "What helps to find a fault")
            {
                new DebugBundleCommand(),
            },
            new VersionCommand(),
            new CompletionCommand(),
        };
        UseOwnHelp(root);
        return root;
    }

    // The same commands by docker's longer names.
    private static CommandGroup Containers() => new("container", "Containers on a node: the same commands, and prune")
    {
        new RunCommand(), new CreateCommand(), new PsCommand { Aliases = { "ls", "list" } }, new ExecCommand(), new AttachCommand(), new LogsCommand(),
        new StatsCommand(), new InspectCommand(), new TopCommand(), new PortCommand(), new DiffCommand(), new CpCommand(), new StartCommand(), new StopCommand(),
        new RestartCommand(), new PauseCommand(), new UnpauseCommand(), new UpdateCommand(), new RenameCommand(), new KillCommand(), new WaitCommand(),
        new RmCommand(), new ContainerPruneCommand(),
    };

    // The parser's own help option also answers to -h, which is run's hostname; the cut knows what -h means where.
    private static void UseOwnHelp(RootCommand root)
    {
        root.Options.Remove(root.Options.OfType<HelpOption>().Single());
        root.Options.Add(new HelpOption("--help") { Description = "Show this help", Recursive = true, Action = new HelpPage() });
    }
}
