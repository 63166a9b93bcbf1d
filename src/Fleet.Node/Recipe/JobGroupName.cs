using Fleet.Model;

namespace Fleet.Node.Recipe;

/// <summary>The name of a job in the cgroup tree.</summary>
internal static class JobGroupName
{
    /// <summary>Under which local users' containers stand.</summary>
    public const string Local = "local";

    public static string Of(Assignment? assignment) => assignment is null ? Local : Of(assignment.Job);

    /// <summary>A job of the cluster that is called as the local users' group is gets another: its limits are not theirs.</summary>
    public static string Of(string job) => job == Local ? Local + "~" : job;
}
