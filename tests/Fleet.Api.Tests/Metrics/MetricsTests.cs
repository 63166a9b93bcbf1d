using System.Net;
using System.Text;
using Fleet.Api.Contracts;
using Fleet.Api.Metrics;
using Fleet.Api.Tests.Support;
using Fleet.Model;
using Fleet.Node.Engine;

namespace Fleet.Api.Tests.Metrics;

public sealed class MetricsTests
{
    [Fact]
    public void A_label_with_quotes_backslashes_and_newlines_stays_on_its_line()
    {
        var text = new MetricsText();
        text.Family("x_total", "counter", "a\nb\\c", [(MetricsText.Labels(("job", "a\"b\\c\nd"), ("name", "")), 1.5)]);
        Assert.Equal("# HELP x_total a\\nb\\\\c\n# TYPE x_total counter\nx_total{job=\"a\\\"b\\\\c\\nd\",name=\"\"} 1.5\n", text.ToString());
        Assert.Equal(1.5, MetricsReader.Read(text.ToString()).Samples.Values.Single());
    }

    [Fact]
    public void A_family_without_a_value_is_left_out()
    {
        var text = new MetricsText();
        text.Gauge("x", "nothing", null);
        Assert.Equal("", text.ToString());
    }

    [Fact]
    public void A_container_is_told_with_allocation_job_and_name_in_base_units()
    {
        var view = new ContainerView { Id = "00ff", Name = "web.app.0", Image = "i", Node = "n", Job = "web", State = Phase.Running, RestartCount = 2 };
        var usage = new ContainerUsage
        {
            Time = DateTimeOffset.UnixEpoch, Id = "00ff", Name = "web.app.0", CpuNanoseconds = 1_500_000_000, ThrottledNanoseconds = 250_000_000, MemoryBytes = 4096, Pids = 3,
        };
        var text = new MetricsText();
        ContainerMetrics.Write(text, [view], [usage]);
        var read = MetricsReader.Read(text.ToString());
        const string Labels = "{allocation=\"00ff\",job=\"web\",name=\"web.app.0\"}";
        Assert.Equal(1.5, read.Samples["fleet_container_cpu_seconds_total" + Labels]);
        Assert.Equal(0.25, read.Samples["fleet_container_cpu_throttled_seconds_total" + Labels]);
        Assert.Equal(4096, read.Samples["fleet_container_memory_bytes" + Labels]);
        Assert.Equal(2, read.Samples["fleet_container_restarts_total" + Labels]);
        Assert.Equal(1, read.Samples["fleet_containers{state=\"running\"}"]);
        Assert.Equal(0, read.Samples["fleet_containers{state=\"exited\"}"]);
        Assert.DoesNotContain("fleet_container_memory_limit_bytes" + Labels, read.Samples.Keys);
    }

    [Fact]
    public async Task The_socket_answers_in_the_text_format()
    {
        await using var api = await RunningApi.StartAsync();
        api.Engine.Processes["c"] = new EchoProcess();
        var read = MetricsReader.Read(Encoding.UTF8.GetString(await api.Client.GetBytesAsync(Routes.Metrics)));
        Assert.Equal(2, read.Samples["fleet_node_capacity_cpu_cores"]);
        Assert.Equal(0.5, read.Samples["fleet_node_pressure_ratio{resource=\"cpu\"}"]);
        Assert.Equal(1, read.Samples["fleet_agent_info{node=\"n1\",version=\"1.2.3\",roles=\"worker\"}"]);
        Assert.True(read.Samples["process_threads"] > 0);
        Assert.Equal("gauge", read.Types["fleet_agent_gc_heap_bytes"]);
    }

    [Fact]
    public async Task A_port_of_its_own_answers_HTTP_1_and_serves_nothing_else()
    {
        await using var api = await RunningApi.StartAsync(metrics: true);
        using var http = new HttpClient { DefaultRequestVersion = HttpVersion.Version11 };
        var answer = await http.GetAsync(new Uri($"http://{api.Api.MetricsAddress}/metrics"));
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.NotEmpty(MetricsReader.Read(await answer.Content.ReadAsStringAsync()).Samples);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri($"http://{api.Api.MetricsAddress}{Routes.Containers}"))).StatusCode);
    }
}
