using Fleet.Model.Validation;

namespace Fleet.Model;

/// <summary>The part of <see cref="JobValidator"/> that concerns one container, for containers of local users.</summary>
public static class ContainerValidator
{
    /// <summary>Paths are those below a service in a job file: <c>image</c>, <c>volumes[0]</c>, <c>deploy.resources.limits.cpus</c>.</summary>
    public static IReadOnlyList<FieldError> Validate(ContainerSpec container)
    {
        var faults = new Faults();
        ContainerRules.Check(container, faults);
        return faults.All;
    }
}
