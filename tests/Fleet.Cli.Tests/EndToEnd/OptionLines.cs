namespace Fleet.Cli.Tests.EndToEnd;

/// <summary>Options of run and create whose right answer docker does not give on every machine, or not at all.</summary>
internal static class OptionLines
{
    private const string Hold = "until fleet exec z true 2>/dev/null; do sleep 0.1; done";

    public static readonly CommandLine[] All =
    [
        new("create makes, start starts", "fleet create --name made base sh -c 'echo ran' | grep -Ec '^[0-9a-f]{16}$'; fleet logs made; fleet start made >/dev/null; fleet wait made; fleet logs made; fleet rm made", "1\n0\nran\nmade\n"),
        new("create of what cannot be", "fleet create --cpus 0.001 base true", "", 125, "0.01"),
        new("--cidfile has the id and is never overwritten", "id=$(fleet create --cidfile cid base true); [ \"$(cat cid)\" = $id ] && echo same; fleet create --cidfile cid base true; code=$?; fleet rm $id >/dev/null; rm cid; exit $code", "same\n", 125, "container ID file found"),
        new("--cidfile goes with a container that could not be made", "fleet create --cidfile cid2 nosuch true 2>/dev/null; ls cid2 2>/dev/null", "", 2),
        new("--init: signals end it at once", "id=$(fleet run -d --init base sleep 1000); fleet stop -t 60 $id >/dev/null; fleet wait $id; fleet rm $id >/dev/null", "143\n"),
        new("--init: orphans of an exec are reaped", $"fleet run -d --init --name z base sleep 1000 >/dev/null; {Hold}; fleet exec z sh -c 'sleep 60 & sleep 1 &'; until ! fleet exec z ps | grep -q 'sleep 1$'; do sleep 0.2; done; fleet exec z sh -c 'grep -l \"^State:.Z\" /proc/[0-9]*/status'; fleet rm -f z >/dev/null", ""),
        new("a sysctl of the host stays as it is", "before=$(cat /proc/sys/kernel/shmmax /proc/sys/fs/file-max); fleet run --rm --sysctl kernel.shmmax=100 base true; fleet run --rm --sysctl fs.file-max=1 base true; code=$?; [ \"$before\" = \"$(cat /proc/sys/kernel/shmmax /proc/sys/fs/file-max)\" ] || echo changed; exit $code", "", 125, "fs.file-max"),
        new("a sysctl of the network that is the host's", "fleet run --rm --network host --sysctl net.ipv4.ip_forward=1 base true", "", 125, "network namespace"),
        new("a sysctl that the kernel does not take", "fleet run --rm --sysctl net.ipv4.ip_forward=a base true", "", 125, "net.ipv4.ip_forward to a"),
        new("a lower OOM score is given where it may be, and else refused with limit, wish and cure", "out=$(fleet run --rm --oom-score-adj -500 base cat /proc/self/oom_score_adj 2>&1); case $out in -500|*'score to -500'*'own is '*CAP_SYS_RESOURCE*) echo 1;; *) echo \"$out\";; esac", "1\n"),
        new("a hard limit above the agent's own", "fleet run --rm --ulimit nofile=2000000000:2000000000 base true", "", 125, "nofile to 2000000000:2000000000"),
        new("--privileged: no filter, no mask, all devices, a writable cgroup", "fleet run --rm --privileged base sh -c 'grep Seccomp: /proc/self/status; mkdir /tmp/m && mount -t tmpfs none /tmp/m && echo mounted; d=/sys/fs/cgroup; [ -d $d/pids ] && d=$d/pids; mkdir $d/x && rmdir $d/x && echo cgroup; test -c /dev/kmsg && echo kmsg; test -e /dev/loop-control && echo loop'", "Seccomp:\t0\nmounted\ncgroup\nkmsg\nloop\n"),
        new("--privileged in a user namespace", "fleet run --rm --privileged --userns private base true", "", 125, "user namespace"),
        new("all capabilities are all that the agent has", "grep CapPrm /proc/$(cat $FLEET_ROOT/run/node.pid)/status | cut -f2 > own; fleet run --rm --cap-add ALL base grep CapEff /proc/self/status | cut -f2 | cmp - own"),
        new("a device for reading alone", "fleet run --rm --device /dev/zero:/dev/z:r base sh -c 'head -c 1 /dev/z | wc -c; echo x > /dev/z'", "1\n", 1, "Operation not permitted"),
        new("a device under another name in a user namespace", "fleet run --rm --userns private --device /dev/zero:/dev/z base sh -c 'head -c 2 /dev/z | wc -c'", "2\n"),
        new("a rate of what is no block device", "fleet run --rm --device-read-bps /dev/zero:1m base true", "", 125, "not a block device"),
        new("--log-driver none keeps nothing", "fleet run --name quiet --log-driver none base echo seen; fleet logs quiet; code=$?; fleet rm quiet; exit $code", "seen\nquiet\n", 1, "keeps no log"),
        new("--log-opt: only the last files stay", "fleet run --name turned --log-opt max-size=4k --log-opt max-file=2 base seq 2000 >/dev/null; [ $(fleet logs turned | wc -l) -lt 1000 ] && fleet logs turned | tail -n 1; fleet rm turned >/dev/null", "2000\n"),
        new("--log-opt that is none", "fleet run --rm --log-opt tag=x base true", "", 125, "unknown log opt 'tag'"),
        new("--volumes-from, read-only", "fleet run -d --name giver -v shared:/v base sh -c 'echo x > /v/f; sleep 100' >/dev/null; until fleet run --rm --volumes-from giver base test -s /v/f; do sleep 0.1; done; fleet run --rm --volumes-from giver:ro base sh -c 'cat /v/f; echo y > /v/f'; code=$?; fleet rm -f giver >/dev/null; fleet volume rm shared >/dev/null; exit $code", "x\n", 1, "Read-only"),
        new("--mount of what is not there", "fleet run --rm --mount type=bind,source=/no/such,target=/x base true", "", 125, "bind source path does not exist: /no/such"),
        new("--mount of one mount alone", "mkdir -p top/sub; mount -t tmpfs sub top/sub && touch top/sub/f; fleet run --rm --mount type=bind,source=$PWD/top,target=/t,bind-recursive=disabled base ls -A /t/sub; fleet run --rm -v $PWD/top:/t:ro base touch /t/sub/g; code=$?; fleet run --rm --mount type=bind,source=$PWD/top,target=/t,ro,bind-recursive=writable base touch /t/sub/g; echo $?; umount top/sub; exit $code", "0\n", 1, "Read-only"),
        new("a slave of the host's mount sees what is mounted later, and another does not", "mkdir -p peer; mount -t tmpfs peer peer; mount --make-shared peer; mkdir peer/s; fleet run -d --name slave -v $PWD/peer:/m:rslave base sleep 1000 >/dev/null; fleet run -d --name own -v $PWD/peer:/m base sleep 1000 >/dev/null; mount -t tmpfs later peer/s; touch peer/s/seen; fleet exec slave ls /m/s; fleet exec own ls /m/s; fleet rm -f slave own >/dev/null; umount -R peer", "seen\n"),
        new("an env file's fault names the line", "printf 'a b=c\\n' > spaced; fleet run --rm --env-file spaced base true", "", 125, "variable 'a b' contains whitespaces"),
        new("--platform of another machine", "fleet run --rm --platform linux/s390x base true", "", 125, "linux/s390x"),
        new("shared memory, also in a user namespace", "fleet run --rm --userns private --shm-size 1m base sh -c 'df -k /dev/shm | tail -n 1 | tr -s \" \" | cut -d\" \" -f2; stat -c %a /dev/shm; mount | grep -c \"type mqueue\"'", "1024\n1777\n1\n"),
    ];
}
