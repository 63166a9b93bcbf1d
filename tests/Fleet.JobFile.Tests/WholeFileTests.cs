using System.Collections.Immutable;
using Fleet.Model;

namespace Fleet.JobFile.Tests;

public sealed class WholeFileTests
{
    private const string Yaml = """
        name: shop
        x-common: &common
          environment:
            LOG: info
          stop_grace_period: 1m30s
        services:
          web:
            <<: *common
            image: web:1
            command: serve --port 80 "a b"
            volumes: ["data:/data:ro", ./conf:/etc/app]
            network_mode: host
            ports: ["8080:8080"]
            user: "1000:1000"
            working_dir: /app
            stop_signal: SIGINT
            ulimits: {nofile: {soft: 1024, hard: 2048}, core: 0}
            labels: [tier=front]
            restart: on-failure:5
            deploy:
              replicas: 6
              labels: {a: b}
              resources:
                limits: {cpus: "0.5", memory: 64m, pids: 100}
                reservations: {cpus: 0.25, memory: 32m}
              placement:
                constraints: [node.labels.zone == a, "node.hostname != n1"]
            x-fleet:
              ports: [admin]
              disconnect: {lost_after: 1m, stop_on_client_after: 2m, replace: false}
              volumes: {data: {recreate: true}}
          sum:
            image: sum
            x-fleet: {type: batch, retries: 2, time_limit: 10m}
        """;

    private const string Json = """
        {"name": "shop", "services": {
          "sum": {"image": "sum", "x-fleet": {"type": "batch", "retries": 2, "time_limit": "10m"}},
          "web": {"image": "web:1", "command": ["serve", "--port", "80", "a b"], "environment": {"LOG": "info"}, "stop_grace_period": "90s",
            "volumes": ["data:/data:ro", {"type": "bind", "source": "conf", "target": "/etc/app"}], "network_mode": "host", "ports": [{"target": 8080, "published": 8080}],
            "user": "1000:1000", "working_dir": "/app", "stop_signal": "SIGINT", "ulimits": {"nofile": {"soft": 1024, "hard": 2048}, "core": 0},
            "labels": {"tier": "front"},
            "deploy": {"replicas": 6, "labels": {"a": "b"}, "restart_policy": {"condition": "on-failure", "max_attempts": 5},
              "resources": {"limits": {"cpus": 0.5, "memory": "64m", "pids": 100}, "reservations": {"cpus": "0.25", "memory": 33554432}},
              "placement": {"constraints": ["node.labels.zone==a", "node.hostname != n1"]}},
            "x-fleet": {"ports": ["admin"], "disconnect": {"lost_after": "60s", "stop_on_client_after": "120s", "replace": false}, "volumes": {"data": {"recreate": true}}}}}}
        """;

    private static readonly Job Code = new()
    {
        Name = "shop",
        Groups =
        [
            new TaskGroup
            {
                Name = "web",
                Replicas = 6,
                Reserved = new Resources(250, 32 << 20, 0),
                Constraints = [new Constraint("node.labels.zone", ConstraintOperator.Equal, "a"), new Constraint("node.hostname", ConstraintOperator.NotEqual, "n1")],
                Restart = RestartPolicy.Default with { Condition = RestartCondition.OnFailure, MaxAttempts = 5 },
                Disconnect = new DisconnectPolicy(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), Replace: false),
                Ports = [new PortRequest("8080", 8080), new PortRequest("admin")],
                RecreateVolumes = ["data"],
                Labels = new Dictionary<string, string> { ["a"] = "b" },
                Container = new ContainerSpec
                {
                    Image = "web:1",
                    Command = ["serve", "--port", "80", "a b"],
                    Environment = new Dictionary<string, string> { ["LOG"] = "info" },
                    User = "1000:1000",
                    WorkingDirectory = "/app",
                    Mounts = [new MountSpec(MountType.Volume, "data", "/data", ReadOnly: true), new MountSpec(MountType.Bind, "/base/conf", "/etc/app")],
                    Limits = new ContainerLimits { MilliCpu = 500, MemoryBytes = 64 << 20, Pids = 100 },
                    Ulimits = [new Ulimit("nofile", 1024, 2048), new Ulimit("core", 0, 0)],
                    Network = NetworkMode.Host,
                    StopSignal = "SIGINT",
                    StopGracePeriod = TimeSpan.FromSeconds(90),
                    Labels = new Dictionary<string, string> { ["tier"] = "front" },
                },
            },
            new TaskGroup { Name = "sum", Type = TaskType.Batch, Retries = 2, TimeLimit = TimeSpan.FromMinutes(10), Container = new ContainerSpec { Image = "sum" } },
        ],
    };

    [Fact]
    public void A_job_is_one_and_the_same_as_yaml_as_json_and_in_code()
    {
        string expected = JobDigest.Of(Code);
        Assert.Equal(expected, JobDigest.Of(Read.Good(Yaml)));
        Assert.Equal(expected, JobDigest.Of(Read.Good(Json, name: "job.json")));
        Assert.Equal(expected, JobDigest.Of(Read.Good(Json, name: "job.yaml")));
    }

    [Fact]
    public void The_files_name_is_the_jobs_where_it_gives_none() =>
        Assert.Equal("shop", Read.Good("services: {a: {image: x}}", name: "/some/where/shop.yaml").Name);

    [Fact]
    public void A_file_name_that_names_no_job_is_answered_with_one_that_does() =>
        Assert.Contains("such as 'my-shop'", Assert.Single(Read.Faults("services: {a: {image: x}}", name: "My_Shop.yaml")));

    [Fact]
    public void Braces_without_quotes_are_yaml() => Assert.Equal("a", Read.Good("{name: a, services: {web: {image: x}}}").Name);

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("# nothing", "the file is empty")]
    [InlineData("a: [1", "not YAML")]
    [InlineData("- a", "must be a map")]
    [InlineData("name: x", "lacks 'services'")]
    [InlineData("services: {}", "no service")]
    [InlineData("services:\n  web:", "the service is empty")]
    [InlineData("services:\n\tweb: 1", "line 2 is indented with a tab")]
    [InlineData("services: {web: {image: x}}\n---\nservices: {}", "a second document")]
    [InlineData("services: {web: *nope}", "no anchor '&nope'")]
    [InlineData("services: {web: {image: x}, web: {image: y}}", "'web' stands on line 1 already")]
    [InlineData("services: {web: {image: x, ports: !reset []}}", "the tag !reset is not supported yet")]
    [InlineData("services: {web: {image: x, ? [a] : b}}", "a key must be a plain text")]
    public void A_file_of_the_wrong_form_is_refused(string text, string says) =>
        Assert.Contains(Read.Faults(text, name: "a.yaml"), fault => fault.Contains(says, StringComparison.Ordinal));

    [Theory]
    [InlineData("{\"services\": ", "not JSON")]
    [InlineData("{\"name\": \"a\", \"name\": \"b\"}", "'name' stands on line 1 already")]
    [InlineData("", "not JSON")]
    public void Json_of_the_wrong_form_is_refused(string text, string says) =>
        Assert.Contains(Read.Faults(text, name: "a.json"), fault => fault.Contains(says, StringComparison.Ordinal));

    [Fact]
    public void All_faults_come_at_once_each_with_its_place()
    {
        string[] faults = Read.Faults("""
            name: Shop
            services:
              web:
                imge: web
                deploy:
                  replicas: many
                  resources: {limits: {memory: 1m}}
                healthcheck: {}
            """);
        Assert.Equal(
            [
                "job.yaml:1:7: name: 'Shop' is not a name: only a-z, 0-9 and '-' are allowed, and no '-' at either end (such as 'shop')",
                "job.yaml:4:5: services.web: lacks 'image' (NAME[:TAG])",
                "job.yaml:4:5: services.web.imge: unknown key 'imge' (did you mean 'image'?)",
                "job.yaml:6:17: services.web.deploy.replicas: 'many' is not a whole number",
                "job.yaml:7:36: services.web.deploy.resources.limits.memory: the memory limit 1m is too low: the least is 6m",
                "job.yaml:8:5: services.web.healthcheck: not supported yet (remove it)",
            ],
            faults);
    }

    [Fact]
    public void Faults_in_json_have_their_place_too()
    {
        string[] faults = Read.Faults("{\n  \"services\": {\n    \"web\": {\"image\": \"ü\", \"enviroment\": {}}}}", name: "j.json");
        Assert.Contains(faults, fault => fault.StartsWith("j.json:3:27: services.web.enviroment: unknown key 'enviroment' (did you mean 'environment'?)", StringComparison.Ordinal));
    }

    [Fact]
    public void Endless_nesting_and_multiplying_aliases_end_in_an_answer()
    {
        Assert.Contains("nested deeper", Assert.Single(Read.Faults(new string('[', 5000))));
        string bomb = "x-0: &a0 [x]\n" + string.Concat(Enumerable.Range(1, 30).Select(i => $"x-{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}]\n")) + "services: {web: {image: x, command: *a30}}";
        Assert.NotEmpty(Read.Faults(bomb));
    }
}
