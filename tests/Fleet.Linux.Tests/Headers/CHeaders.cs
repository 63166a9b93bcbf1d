using System.Diagnostics;
using System.Text;

namespace Fleet.Linux.Tests.Headers;

/// <summary>Values of C expressions, from a program compiled with this machine's headers.</summary>
internal static class CHeaders
{
    internal static bool Available => File.Exists("/usr/bin/gcc");

    internal const string Missing = "gcc is missing: apt-get install gcc libc6-dev";

    internal static Dictionary<string, long> Evaluate(IEnumerable<string> includes, IEnumerable<string> expressions, string before = "")
    {
        string folder = Directory.CreateTempSubdirectory("fleet-shim-headers-").FullName;
        try
        {
            var source = new StringBuilder("#define _GNU_SOURCE\n#include <stdio.h>\n#include <stddef.h>\n").Append(before).Append('\n');
            foreach (string include in includes)
            {
                source.Append($"#include <{include}>\n");
            }

            source.Append("int main(void) {\n");
            foreach (string expression in expressions)
            {
                source.Append($"printf(\"%s\\t%lld\\n\", \"{expression}\", (long long)({expression}));\n");
            }

            source.Append("}\n");
            File.WriteAllText($"{folder}/a.c", source.ToString());
            Run("gcc", ["-o", $"{folder}/a", $"{folder}/a.c"]);
            return Run($"{folder}/a", []).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split('\t')).ToDictionary(parts => parts[0], parts => long.Parse(parts[1]));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>All macros of a header whose names begin so, with their numbers.</summary>
    internal static Dictionary<string, long> Numbers(string header, string prefix, string before = "")
    {
        string macros = Run("gcc", ["-E", "-dM", "-x", "c", "-"], $"{before}\n#include <{header}>\n");
        string[] names = macros.Split('\n').Select(line => line.Split(' ')).Where(parts => parts.Length == 3 && parts[1].StartsWith(prefix, StringComparison.Ordinal))
            .Select(parts => parts[1]).ToArray();
        return Evaluate([header], names, before).ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value);
    }

    private static string Run(string program, string[] args, string input = "")
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
