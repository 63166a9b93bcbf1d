using System.Text.Json;
using Fleet.Api.Contracts.Roots;
using Fleet.Linux.Files;

namespace Fleet.Lab.Plans;

/// <summary>Where a lab's plan lies, and the lock under which it changes.</summary>
public sealed class LabFolder(FleetRoot root)
{
    public FleetRoot Root { get; } = root;

    private string PlanFile => Path.Combine(Root.Lab, "lab.json");

    public bool HasPlan => File.Exists(PlanFile);

    /// <exception cref="LabException">No lab is up here.</exception>
    public LabPlan Read()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(PlanFile), LabJson.Default.LabPlan)
                ?? throw new LabException($"{PlanFile} is empty: remove it, then 'fleet lab up{Root.Option}'");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new LabException($"no lab is up in {Root.Lab}: bring one up with 'fleet lab up{Root.Option}'");
        }
        catch (JsonException broken)
        {
            throw new LabException($"{PlanFile} cannot be read ({broken.Message}): remove it, then 'fleet lab up{Root.Option}'");
        }
    }

    public void Write(LabPlan plan)
    {
        Directory.CreateDirectory(Root.Lab);
        DurableFile.Write(PlanFile, JsonSerializer.SerializeToUtf8Bytes(plan, LabJson.Default.LabPlan));
    }

    public void Replace(LabPlan plan, LabNode node) =>
        Write(plan with { Nodes = [.. plan.Nodes.Select(old => old.Name == node.Name ? node : old)] });

    public void RemovePlan() => File.Delete(PlanFile);

    /// <summary>One command at a time changes a lab; another one is told so.</summary>
    public FileStream Lock()
    {
        Directory.CreateDirectory(Root.Lab);
        try
        {
            return new FileStream(Path.Combine(Root.Lab, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException held) when (held is not DirectoryNotFoundException)
        {
            throw new LabException($"another command is changing the lab in {Root.Lab}: wait for it, then try again");
        }
    }
}
