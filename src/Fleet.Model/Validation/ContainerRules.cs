using System.Collections.Immutable;
using Fleet.Model.Notation;

namespace Fleet.Model.Validation;

/// <summary>What one container is made of, apart from its mounts and limits.</summary>
internal static class ContainerRules
{
    private static readonly ImmutableArray<string> Ours = ["FLEET_JOB", "FLEET_ALLOCATION", "FLEET_INDEX", "FLEET_ATTEMPT", "FLEET_NODE", "FLEET_RESULT"];

    public static void Check(ContainerSpec container, Faults faults)
    {
        faults.Add("image", ImageName.Fault(container.Image));
        CheckWords(container, faults);
        CheckEnvironment(container.Environment, faults);
        LabelRules.Check("labels", container.Labels, faults);
        CheckStop(container, faults);
        CheckPrivileges(container, faults);
        OptionRules.Check(container, faults);
        NamespaceRules.Check(container, faults);
        LimitRules.Check(container.Limits, faults);
        MountRules.Check(container.Mounts.OrEmpty(), faults);
        ImmutableArray<Ulimit> ulimits = container.Ulimits.OrEmpty();
        foreach (Ulimit limit in ulimits)
        {
            faults.Add($"ulimits.{limit.Name}", UlimitText.Fault(limit));
        }

        foreach (IGrouping<string, Ulimit> same in ulimits.GroupBy(limit => limit.Name).Where(same => same.Count() > 1))
        {
            faults.Add($"ulimits.{same.Key}", "is given more than once");
        }

        faults.Require(container.LogMaxBytes is 0 or >= 4096, "logging.options.max-size", $"{ByteSize.Format(container.LogMaxBytes)} is too small (at least 4k)");
        faults.Require(container.LogMaxFiles is >= 0 and <= 1000, "logging.options.max-file", $"{container.LogMaxFiles} is out of range (1 to 1000)");
    }

    private static void CheckWords(ContainerSpec container, Faults faults)
    {
        faults.Require(!container.Command.OrEmpty().Any(HasNul), "command", "an argument holds a NUL byte");
        faults.Require(!(container.Entrypoint ?? []).OrEmpty().Any(HasNul), "entrypoint", "an argument holds a NUL byte");
        if (container.WorkingDirectory is string directory)
        {
            faults.Require(directory.StartsWith('/') && !HasNul(directory), "working_dir", $"'{directory}' must be an absolute path in the container");
        }

        if (container.User is string user)
        {
            faults.Add("user", UserFault(user));
        }

        if (container.Hostname is string hostname)
        {
            bool good = hostname.Length is > 0 and <= 64 && hostname.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_') && hostname[0] is not ('-' or '.');
            faults.Require(good, "hostname", $"'{hostname}' is not a host name (1 to 64 of letters, digits, '-', '_' and '.')");
        }
    }

    private static void CheckEnvironment(IReadOnlyDictionary<string, string> environment, Faults faults)
    {
        foreach ((string name, string value) in environment)
        {
            string path = $"environment.{name}";
            faults.Add(path, EnvironmentText.NameFault(name));
            faults.Require(!HasNul(value), path, "the value holds a NUL byte");
            bool ours = Ours.Contains(name) || name.StartsWith("FLEET_PORT_", StringComparison.Ordinal);
            faults.Require(!ours, path, "is set by Fleet itself for every task (choose another name)");
        }
    }

    private static void CheckStop(ContainerSpec container, Faults faults)
    {
        if (container.StopSignal is string signal)
        {
            _ = SignalText.TryParse(signal, out _, out string? fault);
            faults.Add("stop_signal", fault);
        }

        TimeSpan grace = container.StopGracePeriod;
        faults.Require(grace >= TimeSpan.Zero && grace <= TimeSpan.FromDays(1), "stop_grace_period", $"{DurationText.Format(grace)} is out of range (0s to 24h)");
    }

    private static void CheckPrivileges(ContainerSpec container, Faults faults)
    {
        CheckEach("cap_add", container.CapAdd.OrEmpty(), Capabilities.Fault, faults);
        CheckEach("cap_drop", container.CapDrop.OrEmpty(), Capabilities.Fault, faults);
        CheckEach("devices", container.Devices.OrEmpty(), DeviceText.Fault, faults);
        CheckEach("group_add", container.AdditionalGroups.OrEmpty(), UserFault, faults);
    }

    private static void CheckEach(string path, ImmutableArray<string> words, Func<string, string?> fault, Faults faults)
    {
        for (int i = 0; i < words.Length; i++)
        {
            faults.Add($"{path}[{i}]", fault(words[i]));
        }
    }

    private static string? UserFault(string user)
    {
        string[] parts = user.Split(':');
        // ":GROUP" alone is root's in that group, as with docker.
        return parts.Length > 2 || (parts.Length == 1 && parts[0].Length == 0) || parts[^1].Length == 0 || HasNul(user)
            ? $"'{user}' is not a user (write USER or USER:GROUP, by name or number)" : null;
    }

    private static bool HasNul(string text) => text.Contains('\0', StringComparison.Ordinal);
}
