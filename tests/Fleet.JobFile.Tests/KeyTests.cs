using Fleet.Model;

namespace Fleet.JobFile.Tests;

public sealed class KeyTests
{
    // Field case Y03.
    [Fact]
    public void Two_merges_in_one_map_are_refused_with_both_lines()
    {
        string fault = Assert.Single(Read.Faults("""
            x-a: &a {image: a}
            x-b: &b {user: b}
            services:
              web:
                <<: *a
                <<: *b
            """), fault => fault.Contains("<<", StringComparison.Ordinal));
        Assert.Equal("job.yaml:6:5: '<<' stands on line 5 already (write one '<<: [*a, *b]')", fault);
    }

    [Fact]
    public void Of_several_merged_maps_the_first_wins_and_an_own_key_over_all()
    {
        TaskGroup web = Read.Good("""
            x-a: &a {image: a, user: ua, working_dir: /a}
            x-b: &b {image: b, user: ub, hostname: hb}
            services:
              web:
                <<: [*a, *b]
                image: own
            """).Groups[0];
        Assert.Equal(("own", "ua", "/a", "hb"), (web.Container.Image, web.Container.User, web.Container.WorkingDirectory, web.Container.Hostname));
    }

    [Fact]
    public void A_merge_of_something_else_than_a_map_is_refused() =>
        Assert.Contains(Read.Faults("x-a: &a [1]\nservices: {web: {<<: *a, image: x}}"), fault => fault.Contains("merges maps only", StringComparison.Ordinal));

    // Field case Y04.
    [Fact]
    public void Values_of_the_environment_are_texts_as_they_are_written()
    {
        var caller = new FakeCaller { Variables = { ["G"] = "mine" } };
        IReadOnlyDictionary<string, string> read = Read.Service("environment: {A: yes, B: Y, C: on, D: 1, E: 1.10, F: 010, G:, H: null, I: true, J: '', K: 'null'}", caller).Container.Environment;
        Assert.Equal(
            "A=yes B=Y C=on D=1 E=1.10 F=010 G=mine I=true J= K=null",
            string.Join(' ', read.Select(each => $"{each.Key}={each.Value}")));
    }

    [Fact]
    public void The_environment_may_be_a_list()
    {
        var caller = new FakeCaller { Variables = { ["B"] = "mine" } };
        IReadOnlyDictionary<string, string> read = Read.Service("environment: [A=1=2, B, C, D=]", caller).Container.Environment;
        Assert.Equal("A=1=2 B=mine D=", string.Join(' ', read.Select(each => $"{each.Key}={each.Value}")));
    }

    [Fact]
    public void Files_of_variables_are_read_and_the_environment_wins()
    {
        var caller = new FakeCaller
        {
            Variables = { ["HOST"] = "h", ["OWN"] = "own" },
            Files =
            {
                ["/base/a.env"] = "# comment\nA=1\nexport B = two words # not this\nC='$HOST \\n'\nD=\"$HOST\\n$$\"\nOWN\nNOT\nE=${HOST}:${A}\nM=\"x\ny\"\nZ=last",
                ["/base/b.env"] = "A=2\r\nQ=\r\n",
            },
        };
        IReadOnlyDictionary<string, string> read = Read.Service("env_file: [a.env, {path: b.env}, {path: gone.env, required: false}]\nenvironment: {Z: mine}", caller).Container.Environment;
        Assert.Equal("A=2|B=two words|C=$HOST \\n|D=h\n$|E=h:1|M=x\ny|OWN=own|Q=|Z=mine", string.Join('|', read.Select(each => $"{each.Key}={each.Value}")));
    }

    [Fact]
    public void A_fault_in_a_file_of_variables_has_that_files_line()
    {
        var caller = new FakeCaller { Files = { ["/base/a.env"] = "A=1\nB C=2\nD=\"x" } };
        string[] faults = Read.ServiceFaults("env_file: a.env", caller);
        Assert.Contains(faults, fault => fault.StartsWith("/base/a.env:2:1: services.web.env_file: the variable name 'B C' holds a blank", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("/base/a.env:3:1: ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_file_of_variables_is_named() =>
        Assert.Contains("/base/gone.env cannot be read", Assert.Single(Read.ServiceFaults("env_file: gone.env")));

    [Fact]
    public void Extension_keys_are_ignored_but_for_ours()
    {
        JobFileResult result = Read.File("x-anything: {a: [b]}\nservices: {web: {image: x, x-note: 1, x-flet: {retries: 1}}}");
        Assert.NotNull(result.Job);
        Assert.Contains("did you mean 'x-fleet'", Assert.Single(result.Warnings).Message);
    }

    [Theory]
    [InlineData("healthcheck: {test: x}", "services.web.healthcheck: not supported yet")]
    [InlineData("build: .", "fleet image import")]
    [InlineData("networks: [a]", "needs bridge networking, which this version lacks")]
    [InlineData("imagee: x", "unknown key 'imagee' (did you mean 'image'?)")]
    [InlineData("zzz: 1", "unknown key 'zzz' (known here are ")]
    [InlineData("healthchek: {}", "did you mean 'healthcheck'?")]
    [InlineData("deploy: {mode: global}", "global is not supported yet")]
    [InlineData("deploy: {mode: replicatd}", "did you mean 'replicated'?")]
    [InlineData("deploy: {update_config: {}}", "services.web.deploy.update_config: not supported yet")]
    [InlineData("deploy: {placement: {preferences: []}}", "not supported yet")]
    [InlineData("deploy: {placement: {constraints: [zone == a]}}", "services.web.deploy.placement.constraints[0]: 'zone' is not an attribute")]
    [InlineData("deploy: {replicas: -1}", "-1 is below 0")]
    [InlineData("deploy: {replicas: 2}\nscale: 3", "the same as deploy.replicas")]
    [InlineData("deploy: {resources: {limits: {cpus: '1'}}}\ncpus: 2", "differs from services.web.deploy.resources.limits.cpus")]
    [InlineData("x-fleet: {type: daemon}", "'daemon' is not one of service, batch")]
    [InlineData("x-fleet: {retrys: 1}", "did you mean 'retries'?")]
    [InlineData("x-fleet: {disconnect: {lost_after: 30}}", "write 30s")]
    [InlineData("x-fleet: {type: service}\ndeploy: {mode: replicated-job}", "differs from deploy.mode")]
    [InlineData("x-fleet: {ports: [http]}", "needs bridge networking")]
    [InlineData("x-fleet: {volumes: {data: {recreate: true}}}", "mounts no volume 'data'")]
    [InlineData("restart: sometimes", "'sometimes' is not a restart policy")]
    [InlineData("restart: always\ndeploy: {restart_policy: {condition: any}}", "keep one of the two")]
    [InlineData("restart: always\nx-fleet: {type: batch}", "not restarted after success")]
    [InlineData("restart: on-failure:2\nx-fleet: {type: batch, retries: 3}", "says 2 more attempts")]
    [InlineData("network_mode: bridge", "needs bridge networking, which this version lacks")]
    [InlineData("network_mode: hst", "is not a network mode")]
    [InlineData("volumes: ['/a:/']", "services.web.volumes[0]: the target must not be '/'")]
    [InlineData("volumes: ['a:/x', 'b:/x/']", "'/x' is the target of 2 mounts")]
    [InlineData("volumes: [{type: bind, target: /x}]", "a bind lacks 'source'")]
    [InlineData("volumes: [{type: npipe, target: /x}]", "'npipe' is not one of bind, volume, tmpfs")]
    [InlineData("volumes: {a: /x}", "must be a list")]
    [InlineData("command: 'a \"b'", "the quote \" is never closed")]
    [InlineData("command: {a: b}", "must be a single value, not a map")]
    [InlineData("read_only: yes", "'yes' is neither true nor false")]
    [InlineData("ulimits: {nofile: {soft: 1}}", "needs both 'soft' and 'hard'")]
    [InlineData("stop_grace_period: 10", "write 10s")]
    [InlineData("security_opt: [apparmor:x]", "not supported yet")]
    [InlineData("security_opt: ['seccomp:no-such-file']", "cannot be read")]
    [InlineData("extra_hosts: [db]", "write NAME=ADDRESS")]
    [InlineData("blkio_config: {device_read_bps: [{path: /dev/a}]}", "needs 'path'")]
    [InlineData("tmpfs: '/t:nonsense'", "'nonsense' is not an option of a tmpfs")]
    [InlineData("oom_score_adj: 2000", "out of range")]
    [InlineData("userns_mode: keep-id", "not one of host, private")]
    [InlineData("environment: {A: [1]}", "must be a single value, not a list")]
    [InlineData("logging: {driver: syslog}", "the driver 'syslog' is not supported yet")]
    public void A_fault_is_named_with_its_cure(string lines, string says) =>
        Assert.Contains(Read.ServiceFaults(lines), fault => fault.Contains(says, StringComparison.Ordinal));

    [Fact]
    public void Short_limits_are_the_same_as_those_under_deploy()
    {
        ContainerLimits read = Read.Service("cpus: 0.5\nmem_limit: 64m\nmemswap_limit: -1\nmem_reservation: 32m\npids_limit: 10\ncpuset: 0-1\ncpu_shares: 512").Container.Limits;
        Assert.Equal(
            new ContainerLimits { MilliCpu = 500, MemoryBytes = 64 << 20, MemorySwapBytes = -1, MemoryReservationBytes = 32 << 20, Pids = 10, CpusetCpus = "0-1", CpuShares = 512 },
            read);
    }

    [Fact]
    public void A_batch_may_be_said_in_swarms_words()
    {
        TaskGroup read = Read.Service("deploy: {mode: replicated-job, replicas: 3}\nrestart: on-failure:4");
        Assert.Equal((TaskType.Batch, 3, 4, RestartPolicy.Default), (read.Type, read.Replicas, read.Retries, read.Restart));
    }

    [Fact]
    public void Security_and_terminal_keys_reach_the_container()
    {
        ContainerSpec read = Read.Service("cap_add: [NET_ADMIN]\ncap_drop: [ALL]\nsecurity_opt: ['no-new-privileges:true']\nuserns_mode: private\nread_only: true\ndevices: [/dev/zero, {source: /dev/null, permissions: r}]\ngroup_add: [7]\nstdin_open: true\ntmpfs: /run:size=1m\nlogging: {options: {max-size: 1m, max-file: '2'}}").Container;
        Assert.Equal(["NET_ADMIN"], read.CapAdd.ToArray());
        Assert.Equal(["/dev/zero", "/dev/null:/dev/null:r"], read.Devices.ToArray());
        Assert.Equal(["7"], read.AdditionalGroups.ToArray());
        Assert.Equal([new MountSpec(MountType.Tmpfs, "", "/run") { TmpfsBytes = 1 << 20 }], read.Mounts.ToArray());
        Assert.Equal((true, true, true, UserNamespaceMode.Private, 1L << 20, 2), (read.NoNewPrivileges, read.ReadOnlyRootfs, read.OpenStdin, read.UserNamespace, read.LogMaxBytes, read.LogMaxFiles));
    }

    [Fact]
    public void The_less_usual_keys_reach_the_container()
    {
        ContainerSpec read = Read.Service("""
            init: true
            shm_size: 1m
            domainname: d
            sysctls: {kernel.shmmax: 100}
            oom_score_adj: 500
            privileged: true
            device_cgroup_rules: ['c 1:3 r']
            extra_hosts: ['db=192.0.2.1', 'six:[::1]']
            dns: 192.0.2.2
            dns_search: [a.b]
            dns_opt: [ndots:2]
            security_opt: [seccomp:unconfined]
            blkio_config: {weight: 300, device_read_bps: [{path: /dev/a, rate: 1m}], device_write_iops: [{path: /dev/a, rate: 5}]}
            volumes: [{type: bind, source: /s, target: /t, bind: {create_host_path: false, propagation: rslave, recursive: disabled}}, {type: tmpfs, target: /u, tmpfs: {size: 1m, mode: 0700}}]
            logging: {driver: none}
            """).Container;
        Assert.Equal((true, 1L << 20, "d", "100", 500, true), (read.Init, read.SharedMemoryBytes, read.Domainname, read.Sysctls["kernel.shmmax"], read.OomScoreAdjust!.Value, read.Privileged));
        Assert.Equal(["c 1:3 r"], read.DeviceRules.ToArray());
        Assert.Equal([new HostEntry("db", "192.0.2.1"), new HostEntry("six", "::1")], read.ExtraHosts.ToArray());
        Assert.Equal(("192.0.2.2", "a.b", "ndots:2"), (read.Dns.Servers.Single(), read.Dns.Search.Single(), read.Dns.Options.Single()));
        Assert.Equal(("unconfined", 300, true), (read.Seccomp, read.Limits.IoWeight!.Value, read.NoLog));
        Assert.Equal([new IoRate("/dev/a") { ReadBytes = 1 << 20, WriteOperations = 5 }], read.Limits.IoRates.ToArray());
        Assert.Equal(
            [new MountSpec(MountType.Bind, "/s", "/t") { MustExist = true, Propagation = "rslave", Depth = BindDepth.Alone }, new MountSpec(MountType.Tmpfs, "", "/u") { TmpfsBytes = 1 << 20, TmpfsMode = 0x1C0 }],
            read.Mounts.ToArray());
    }

    [Fact]
    public void An_empty_entrypoint_is_none_and_a_missing_one_the_images_own()
    {
        Assert.Null(Read.Service("user: a").Container.Entrypoint);
        Assert.Empty(Read.Service("entrypoint: []").Container.Entrypoint!.Value);
    }

    [Fact]
    public void Volumes_named_at_the_top_may_say_that_their_data_can_be_left_behind()
    {
        Job job = Read.Good("volumes: {data: , logs: {driver: local}}\nx-fleet: {volumes: {data: {recreate: true}}}\nservices: {web: {image: x, volumes: ['data:/d', 'logs:/l', './c:/c', '~/h:/h']}}");
        Assert.Equal(["data"], job.Groups[0].RecreateVolumes.ToArray());
        Assert.Equal(["data", "logs", "/base/c", "/home/me/h"], job.Groups[0].Container.Mounts.Select(mount => mount.Source));
    }
}
