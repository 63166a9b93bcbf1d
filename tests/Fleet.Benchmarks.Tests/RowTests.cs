using System.Text;
using System.Text.Json;
using Fleet.Benchmarks.Figures;

namespace Fleet.Benchmarks.Tests;

public sealed class RowTests
{
    [Fact]
    public void Ours_stands_beside_each_peer_with_the_ratio_of_the_medians_and_each_peer_has_a_row_of_its_own()
    {
        var comparison = new Comparison("start", "all", "ms", "fleet", "runc", "crun");
        foreach (double value in new[] { 1.0, 2, 3 }) comparison.Add("fleet", value);
        foreach (double value in new[] { 7.0, 8, 90 }) comparison.Add("runc", value);
        comparison.Add("crun", 4);

        var rows = comparison.Rows().ToArray();

        Assert.Equal([("fleet", "runc", 0.25), ("fleet", "crun", 0.5), ("runc", null, null), ("crun", null, null)], rows.Select(row => (row.Subject, row.Peer, row.Ratio)));
        Assert.Equal((3, 8, 90), (rows[2].N, rows[2].Median, rows[2].P99));
    }

    [Fact]
    public void A_peer_that_is_missing_keeps_its_row_without_figures_and_says_why()
    {
        var comparison = new Comparison("run", "all", "ms", "fleet", "podman");
        comparison.Add("fleet", 20);
        comparison.Note("podman", "it could not be installed");

        var rows = comparison.Rows().ToArray();

        Assert.Equal((1, 20, null), (rows[0].N, rows[0].Median, rows[0].Ratio));
        Assert.Equal(("podman", 0, null, null, "it could not be installed"), (rows[1].Subject, rows[1].N, rows[1].Median, rows[1].P99, rows[1].Note));
    }

    [Fact]
    public void Who_has_no_peer_stands_alone()
    {
        var comparison = new Comparison("failover", "all", "s", "fleet");
        comparison.Add("fleet", 3.21987);

        var row = Assert.Single(comparison.Rows());
        Assert.Equal((3.22, null), (row.Median, row.Peer));
    }

    [Fact]
    public void Json_is_one_array_of_objects_with_exactly_the_nine_fields_in_their_order()
    {
        var comparison = new Comparison("start", "all", "ms", "fleet", "crun");
        comparison.Add("fleet", 9.87654);
        comparison.Note("crun", "not there");

        byte[] json = RowJson.Write([.. comparison.Rows()]);

        var rows = JsonElement.Parse(Encoding.UTF8.GetString(json)).EnumerateArray().ToArray();
        Assert.Equal(2, rows.Length);
        Assert.All(rows, row => Assert.Equal(["suite", "measure", "subject", "unit", "n", "median", "p99", "peer", "ratio"], row.EnumerateObject().Select(field => field.Name)));
        Assert.Equal(9.877, rows[0].GetProperty("median").GetDouble());
        Assert.Equal(JsonValueKind.Null, rows[1].GetProperty("median").ValueKind);
    }
}
