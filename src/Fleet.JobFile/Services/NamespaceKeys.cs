using Fleet.JobFile.Reading;
using Fleet.Model;
using Fleet.Model.Notation;

namespace Fleet.JobFile.Services;

/// <summary>
/// <c>pid</c>, <c>ipc</c>, <c>uts</c>, <c>cgroup</c> and <c>userns_mode</c>. Nobody knows beforehand which node a task comes to: so it
/// may share the node's namespaces, but not those of one container there.
/// </summary>
internal static class NamespaceKeys
{
    public static ContainerSpec Read(Fields service, ContainerSpec spec)
    {
        (UserNamespaceMode mode, uint uid) = User(service.Take("userns_mode"));
        string? ipc = service.Take("ipc") is { } field ? Word(field, "private", "shareable", "none", "host") : null;
        return spec with
        {
            UserNamespace = mode,
            UserNamespaceUid = uid,
            Namespaces = new NamespaceChoices
            {
                Pid = HostOrOwn(service.Take("pid")),
                Ipc = ipc == "host" ? NamespaceChoice.Host : NamespaceChoice.Own,
                IpcSharing = ipc switch
                {
                    "private" => IpcSharing.Private,
                    "none" => IpcSharing.None,
                    _ => IpcSharing.Shareable,
                },
                Uts = HostOrOwn(service.Take("uts")),
                Cgroup = HostOrOwn(service.Take("cgroup")),
            },
        };
    }

    private static (UserNamespaceMode Mode, uint Uid) User(Field? field)
    {
        if (field?.Text() is not { } text)
        {
            return (UserNamespaceMode.Host, 0);
        }

        field.FaultIf(NamespaceText.TryParseUser(text, out UserNamespaceMode mode, out uint uid, out string? fault) ? null : fault);
        return fault is null ? (mode, uid) : (UserNamespaceMode.Host, 0);
    }

    private static NamespaceChoice HostOrOwn(Field? field) =>
        field is not null && Word(field, "private", "host") == "host" ? NamespaceChoice.Host : NamespaceChoice.Own;

    private static string? Word(Field field, params string[] known)
    {
        string? word = field.Text();
        field.FaultIf(word is null || known.Contains(word) ? null : $"'{word}' is not one of {string.Join(", ", known)}");
        return word;
    }
}
