using System.CommandLine;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Commands.Program;

internal sealed class CompletionCommand : FleetCommand
{
    private const string Bash =
        """
        # Completion of fleet for bash: source <(fleet completion bash)
        _fleet() {
            local word
            COMPREPLY=()
            while IFS= read -r word; do
                COMPREPLY+=("$word")
            done < <(compgen -W "$("${COMP_WORDS[0]}" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}")
        }
        complete -o default -F _fleet fleet
        """;

    private readonly Argument<string> _shell = new("SHELL") { Description = "bash" };

    public CompletionCommand() : base("completion", "Print the script by which a shell completes fleet's command lines") => Add(_shell.AcceptOnlyFromAmong("bash"));

    public override string Notes => "For this shell: source <(fleet completion bash)\nFor every one: fleet completion bash > /etc/bash_completion.d/fleet";

    protected override Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        context.Io.Print(Bash);
        return Task.FromResult(ExitCodes.Success);
    }
}
