namespace Fleet.Control.Members.Founding;

/// <summary>What a control host without a cluster does next.</summary>
internal abstract record FoundingStep
{
    public sealed record Wait : FoundingStep;

    public sealed record Found : FoundingStep;

    /// <param name="Host">Its place in the list.</param>
    public sealed record Join(int Host) : FoundingStep;

    /// <summary>It founded a cluster that nobody came to, while there is another: it must begin anew to join that one.</summary>
    public sealed record GiveUp(int Host) : FoundingStep;
}

/// <summary>
/// Who founds the cluster when there is none, and whom the others join. Hosts are places in the list that all have alike; the first
/// of those that see each other founds, if they are a majority. Two may found at once where not all see each other, and only one of
/// them can find a majority: until then nobody is taken up, and no scheduler starts. Pure.
/// </summary>
internal static class FoundingRule
{
    /// <param name="own">How this host stands; <see cref="Footing.Seeking"/> or <see cref="Footing.Joining"/>.</param>
    /// <param name="heard">How the others stand, of those heard lately.</param>
    /// <param name="isAlone">Of one that is joining: it founded, and nobody is with it.</param>
    /// <param name="isSteady">The same hosts have been heard for a while: whoever is starting has had the time to show.</param>
    public static FoundingStep Decide(int self, int hosts, Footing own, bool isAlone, IReadOnlyDictionary<int, Standing> heard, bool isSteady)
    {
        int majority = hosts / 2 + 1;
        var living = heard.Where(host => host.Value.Footing == Footing.Up && host.Value.Reach >= majority).Select(host => host.Key);
        var growing = heard.Where(host => host.Value.Footing == Footing.Joining).Select(host => host.Key);
        if (own != Footing.Seeking)
        {
            // Of two founders the later in the list gives way.
            var better = living.Concat(growing.Where(host => host < self)).ToList();
            return isAlone && better.Count > 0 && isSteady ? new FoundingStep.GiveUp(better[0]) : new FoundingStep.Wait();
        }
        if (living.Order().Concat(growing.Order()).ToList() is [var first, ..]) return new FoundingStep.Join(first);
        var seeking = heard.Where(host => host.Value.Footing == Footing.Seeking).Select(host => host.Key).Append(self).ToList();
        bool founds = seeking.Count >= majority && seeking.Min() == self && (isSteady || seeking.Count == hosts);
        return founds ? new FoundingStep.Found() : new FoundingStep.Wait();
    }
}
