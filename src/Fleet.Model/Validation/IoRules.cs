namespace Fleet.Model.Validation;

/// <summary>Limits of block I/O.</summary>
internal static class IoRules
{
    public static void Check(ContainerLimits limits, Faults faults)
    {
        faults.Require(limits.IoWeight is null or (>= 10 and <= 1000), "blkio_config.weight", $"block I/O weight {limits.IoWeight} is out of range (10 to 1000)");
        foreach (IoRate rate in limits.IoRates.OrEmpty())
        {
            faults.Require(rate.Device.StartsWith('/'), "blkio_config", $"the device '{rate.Device}' must be an absolute path of the node");
            bool positive = new[] { rate.ReadBytes, rate.WriteBytes, rate.ReadOperations, rate.WriteOperations }.All(value => value is null or > 0);
            faults.Require(positive, "blkio_config", $"the rates of {rate.Device} must be above 0");
        }

        foreach (IGrouping<string, IoRate> same in limits.IoRates.OrEmpty().GroupBy(rate => rate.Device).Where(same => same.Count() > 1))
        {
            faults.Add("blkio_config", $"{same.Key} is given more than once");
        }
    }
}
