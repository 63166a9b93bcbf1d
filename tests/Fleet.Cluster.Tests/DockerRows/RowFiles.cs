namespace Fleet.Cluster.Tests.DockerRows;

/// <summary>The files and folders that the rows name, made anew for each engine.</summary>
internal static class RowFiles
{
    private static readonly (string Name, string Content)[] Files =
    [
        ("good.env", "# a comment\nA=1\n  B=2 \nC=\nD=\"quoted\"\n\nE=x=y\nOF_THE_CALLER\n"),
        ("spaces.env", "a b=c\n"),
        ("noname.env", "=x\n"),
        ("labels", "a=b\n"),
        ("exists", ""),
        ("data/file", "data\n"),
        ("a/y/unseen", ""),
        ("b/z", ""),
        ("broken.json", "not json"),
        ("no-mkdir.json", """{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["mkdir","mkdirat"],"action":"SCMP_ACT_ERRNO"}]}"""),
        ("no-777.json", """
            {"defaultAction":"SCMP_ACT_ALLOW","syscalls":[
              {"names":["chmod"],"action":"SCMP_ACT_ERRNO","args":[{"index":1,"value":511,"op":"SCMP_CMP_EQ"}]},
              {"names":["fchmodat"],"action":"SCMP_ACT_ERRNO","args":[{"index":2,"value":511,"op":"SCMP_CMP_EQ"}]}]}
            """),
        ("caps.json", """
            {"defaultAction":"SCMP_ACT_ALLOW","archMap":[{"architecture":"SCMP_ARCH_X86_64","subArchitectures":["SCMP_ARCH_X86","SCMP_ARCH_X32"]}],"syscalls":[
              {"names":["mkdir","mkdirat"],"action":"SCMP_ACT_ERRNO","includes":{"caps":["CAP_SYS_ADMIN"]}},
              {"names":["rmdir","unlinkat"],"action":"SCMP_ACT_ERRNO","includes":{"caps":["CAP_CHOWN"]}}]}
            """),
    ];

    public static void Make(string folder)
    {
        foreach (var (name, content) in Files)
        {
            string path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, content);
        }
    }
}
