using System.Globalization;

namespace Fleet.Model.Notation;

/// <summary>A rule for device nodes (docker's --device-cgroup-rule, the kernel's devices.allow). Null numbers: any.</summary>
/// <param name="Type">'c', 'b', or 'a' for both.</param>
public sealed record DeviceRuleText(char Type, uint? Major, uint? Minor, string Access)
{
    /// <summary><c>TYPE MAJOR:MINOR ACCESS</c>: <c>c 1:3 rwm</c>, <c>a *:* r</c>.</summary>
    public static bool TryParse(string text, out DeviceRuleText? rule)
    {
        rule = null;
        string[] parts = text.Split(' ');
        string[] numbers = parts.Length == 3 ? parts[1].Split(':') : [];
        if (numbers.Length != 2 || parts[0] is not ("a" or "b" or "c")
            || !Number(numbers[0], out uint? major) || !Number(numbers[1], out uint? minor)
            || parts[2].Length is 0 or > 3 || !parts[2].All(letter => letter is 'r' or 'w' or 'm'))
        {
            return false;
        }

        rule = new DeviceRuleText(parts[0][0], major, minor, parts[2]);
        return true;
    }

    private static bool Number(string text, out uint? number)
    {
        bool read = uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint value);
        number = read ? value : null;
        return read || text == "*";
    }
}
