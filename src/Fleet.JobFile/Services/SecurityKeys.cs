using Fleet.JobFile.Reading;
using Fleet.Model;

namespace Fleet.JobFile.Services;

/// <summary><c>security_opt</c>: a profile's file is the caller's, and its text goes into the job.</summary>
internal static class SecurityKeys
{
    public static ContainerSpec Read(Field? field, ContainerSpec container)
    {
        foreach (Field item in field?.Items() ?? [])
        {
            if (item.Text() is not string text)
            {
                continue;
            }

            int cut = text.IndexOfAny([':', '=']);
            string key = cut < 0 ? text : text[..cut], value = cut < 0 ? "" : text[(cut + 1)..];
            switch (key, value)
            {
                case ("no-new-privileges", "" or "true" or "false"):
                    container = container with { NoNewPrivileges = value != "false" };
                    break;
                case ("seccomp", ContainerSpec.SeccompUnconfined):
                    container = container with { Seccomp = value };
                    break;
                case ("seccomp", { Length: > 0 }):
                    container = container with { Seccomp = Profile(item, value) };
                    break;
                default:
                    item.Fault($"'{text}' is not supported yet (known are no-new-privileges:true, seccomp:unconfined and seccomp:FILE)");
                    break;
            }
        }

        return container;
    }

    private static string? Profile(Field item, string path)
    {
        string absolute = item.Caller.Resolve(path);
        try
        {
            return item.Caller.ReadText(absolute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            item.Fault($"the seccomp profile {absolute} cannot be read: {e.Message}");
            return null;
        }
    }
}
