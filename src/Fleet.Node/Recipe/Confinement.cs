using Fleet.Containers.Spec;
using Fleet.Model;
using Fleet.Node.Engine;

namespace Fleet.Node.Recipe;

/// <summary>What is kept from a container beside its capabilities: calls, paths, and nothing of it where it is privileged.</summary>
internal static class Confinement
{
    public static LinuxSpec Of(ContainerSpec spec, LinuxSpec linux) => linux with
    {
        Seccomp = spec.Seccomp switch
        {
            null => spec.Privileged ? null : linux.Seccomp,
            ContainerSpec.SeccompUnconfined => null,
            var profile => Profile(profile),
        },
        MaskedPaths = spec.Privileged ? [] : linux.MaskedPaths,
        ReadonlyPaths = spec.Privileged ? [] : linux.ReadonlyPaths,
    };

    /// <exception cref="EngineException">Invalid: it is no profile.</exception>
    private static SeccompSpec Profile(string json)
    {
        try
        {
            return RuntimeSpecJson.ReadSeccomp(json);
        }
        catch (SpecException e)
        {
            throw new EngineException(EngineError.Invalid, e.Message, inner: e);
        }
    }
}
