namespace Fleet.Cli.Tests.EndToEnd;

/// <summary>A line of shell and what it must give: stdout to the byte, exit code, and words of stderr.</summary>
public sealed record CommandLine(string Name, string Script, string Stdout = "", int Code = 0, string Stderr = "")
{
    public override string ToString() => Name;
}

/// <summary>Command lines as people write them, among them those of public reports that other engines got wrong.</summary>
internal static class CommandLines
{
    public static readonly CommandLine[] Runs =
    [
        new("output and exit code are the container's", "fleet run --rm base sh -c 'echo out; echo err >&2; exit 3'", "out\n", 3, "err"),
        new("the image's command is taken", "echo 'echo from stdin' | fleet run --rm -i base", "from stdin\n"),
        new("a folder is no program", "fleet run --rm base /etc", "", 126, "/etc"),
        new("a text file is no program", "fleet run --rm base /etc/text", "", 126, "/etc/text"),
        new("a command that is not there", "fleet run --rm base nosuch", "", 127, "nosuch"),
        new("125 of the container is its own", "fleet run --rm base sh -c 'exit 125'", "", 125),
        new("an image that is not there", "fleet run --rm nosuch true", "", 125, "nosuch"),
        new("an unknown option", "fleet run --badflag base true", "", 125, "--badflag"),
        new("killed from outside", "fleet run --name k --rm base sleep 100 & until fleet ps | grep -q ' k '; do sleep 0.1; done; fleet kill k >/dev/null; wait $!", "", 137),
        new("SIGTERM to fleet goes to the container", "fleet run --name s --rm base sh -c 'trap \"exit 9\" TERM; echo up; while :; do sleep 0.1; done' > up & pid=$!; until grep -q up up; do sleep 0.1; done; kill $pid; wait $pid", "", 9),
        new("-d prints the id alone", "fleet run -d --rm base true | grep -Ec '^[0-9a-f]{16}$'", "1\n"),
        new("options after the image are the container's", "fleet run --rm base echo -i --rm -- @x -h --help", "-i --rm -- @x -h --help\n"),
        new("short options together", "echo x | fleet run -ieA=1 --rm base sh -c 'cat; echo $A'", "x\n1\n"),
        new("-e of the caller and of nobody", "A='a b' fleet run --rm -e A -e NOT_SET_ANYWHERE -e B= base sh -c 'echo \"[$A] [$B] ${NOT_SET_ANYWHERE-unset}\"'", "[a b] [] unset\n"),
        new("-h is the host name", "fleet run --rm -h here base hostname", "here\n"),
        new("-w and -u", "fleet run --rm -w /tmp -u alice base sh -c 'pwd; id -u; id -g'", "/tmp\n1000\n1001\n"),
        new("an unknown user", "fleet run --rm -u nobody-here base id", "", 125, "nobody-here"),
        new("--entrypoint", "fleet run --rm --entrypoint echo base a b", "a b\n"),
        new("--read-only", "fleet run --rm --read-only base touch /x", "", 1, "Read-only"),
        new("a bind mount, read-only", "echo data > f; fleet run --rm -v $PWD/f:/f:ro base sh -c 'cat /f; echo x > /f'", "data\n", 1, "Read-only"),
        new("nested mounts in any order", "mkdir -p A/b B; echo b > B/x; fleet run --rm -v $PWD/B:/a/b -v $PWD/A:/a base cat /a/b/x", "b\n"),
        new("nothing is mounted on the root", "fleet run --rm -v $PWD:/ base true", "", 125, "'/'"),
        new("two mounts for one target", "fleet run --rm -v $PWD:/d -v /tmp:/d base true", "", 125, "/d"),
        new("a named volume stays", "fleet run --rm -v keep:/d base sh -c 'echo kept > /d/f' && fleet run --rm -v keep:/d base cat /d/f; fleet volume rm keep", "kept\nkeep\n"),
        new("too little CPU", "fleet run --rm --cpus 0.001 base true", "", 125, "0.01"),
        new("more CPU than there is", "fleet run --rm --cpus 10000 base true", "", 125, "cpus"),
        new("a hundredth of a core runs", "fleet run --rm --cpus 0.01 base true"),
        new("swap below memory", "fleet run --rm -m 64m --memory-swap 32m base true", "", 125, "swap"),
        new("pids without a limit", "fleet run --rm --pids-limit 0 base sh -c 'true & wait'; fleet run --rm --pids-limit -1 base true"),
        new("out of memory is said", "fleet run --rm -m 32m base sh -c 'x=$(head -c 200m /dev/zero | tail -c 150m)'; echo $?", "137\n", 0, "out of memory"),
        new("--rm leaves nothing", "fleet run --rm --name gone base true; fleet ps -a --format json | grep -c gone", "0\n", 1),
        new("a start that fails leaves nothing", "fleet run --name half base nosuch; fleet ps -a --format json | grep -c half", "0\n", 1, "nosuch"),
        new("a name is taken once", "fleet run -d --name twice base sleep 100 >/dev/null; fleet run --name twice base true; code=$?; fleet rm -f twice; exit $code", "twice\n", 125, "twice"),
    ];

    public static readonly CommandLine[] Streams =
    [
        new("stdin of 5 MiB", "head -c 5M /dev/zero | fleet run --rm -i base wc -c", "5242880\n"),
        new("a closed stdin", "fleet run --rm -i base cat <&-"),
        new("an empty stdin, often", "fleet run -d --name c base sleep 1000 >/dev/null; for i in $(seq 50); do : | timeout 20 fleet exec -i c cat || echo $?; done; fleet rm -f c", "c\n"),
        new("a reader that stops early", "yes | fleet run --rm -i base head -n 1", "y\n"),
        new("output to a reader that stops early", "fleet run --rm base yes | head -n 1", "y\n"),
        new("bytes that are no text", "fleet run --name b base printf '\\355\\253\\356\\333\\003\\000x\\n' | od -An -tx1; fleet logs b | od -An -tx1; fleet rm b", " ed ab ee db 03 00 78 0a\n ed ab ee db 03 00 78 0a\nb\n"),
        new("bytes that are no text as JSON", "fleet run --name j base printf '\\355\\000x\\nplain\\n' >/dev/null; fleet logs --format json j | sed 's/\"time\":\"[^\"]*\",//'; fleet rm j", "{\"stream\":\"stdout\",\"base64\":\"7QB4\",\"endsLine\":true}\n{\"stream\":\"stdout\",\"text\":\"plain\",\"endsLine\":true}\nj\n"),
        new("stderr of a log goes to stderr", "fleet run --name e base sh -c 'echo o; echo e >&2' >/dev/null 2>&1; fleet logs e; fleet rm e >/dev/null", "o\n", 0, "e\n"),
        new("a line without its end", "fleet run --name n base printf 'a\\nb' >/dev/null; fleet logs n; fleet rm n >/dev/null", "a\nb"),
        new("the last lines", "fleet run --name t base sh -c 'seq 5' >/dev/null; fleet logs --tail 2 t; fleet rm t >/dev/null", "4\n5\n"),
        new("timestamps", "fleet run --name z base echo x >/dev/null; fleet logs -t z | grep -Ec '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{9}Z x$'; fleet rm z >/dev/null", "1\n"),
        new("following ends with the container", "fleet run -d --name f base sh -c 'for i in 1 2 3; do echo $i; sleep 0.2; done' >/dev/null; fleet logs -f f; fleet rm f >/dev/null", "1\n2\n3\n"),
        new("a long output is whole", "fleet run --name l base sh -c 'yes 0123456789 | head -c 5m' | md5sum > direct; fleet logs l | md5sum > logged; cmp direct logged && fleet rm l", "l\n"),
        new("no line end in 20 MiB", "fleet run --name m base sh -c 'yes | tr -d \"\\n\" | head -c 20m' >/dev/null; fleet logs m | wc -c; fleet rm m", "20971520\nm\n"),
    ];

    public static readonly CommandLine[] Containers =
    [
        new("exec: output, environment, code", "fleet exec -e A=1 x sh -c 'echo $A; exit 4'", "1\n", 4),
        new("exec: a user and a folder", "fleet exec -u alice -w /tmp x sh -c 'id -u; pwd'", "1000\n/tmp\n"),
        new("exec: a command that is not there", "fleet exec x nosuch", "", 127, "nosuch"),
        new("exec: a folder", "fleet exec x /etc", "", 126, "/etc"),
        new("exec: a folder to work in that is not there", "fleet exec -w /nosuch x true", "", 126, "/nosuch"),
        new("exec: its options are not looked at", "fleet exec x echo -i -u --rm -- @y", "-i -u --rm -- @y\n"),
        new("exec: nobody of that name", "fleet exec nobody true", "", 125, "nobody"),
        new("exec does not wait for what it left in the background", "timeout 20 fleet exec x sh -c 'sleep 60 & echo done'; fleet exec x killall sleep", "done\n"),
        new("exec against the end of a container", "for i in $(seq 20); do id=$(fleet run -d --rm base sleep 0.05); timeout 20 fleet exec $id true; echo $?; done 2>err | sort -u | grep -vE '^(0|125|137)$'; grep -vE 'not running|no such container' err", "", 1),
        new("ps as JSON", "fleet ps --format json | grep -o '\"name\":\"x\",\"image\":\"base\"'", "\"name\":\"x\",\"image\":\"base\"\n"),
        new("inspect is docker's array of objects", "fleet inspect x | jq -r '.[0] | .Name, .State.Status, .State.Pid == .State.Pids[0], .State.PidInside'", "/x\nrunning\ntrue\n1\n"),
        new("inspect by the beginning of an id", "id=$(fleet ps -q | head -1); fleet inspect -f '{{.Id}}' ${id:0:6} | grep -c $id", "1\n"),
        new("inspect of nobody", "fleet inspect nobody", "[]\n", 1, "nobody"),
        new("inspect of several, one of them nobody", "fleet inspect -f '{{.Name}}' x nobody x", "/x\n/x\n", 1, "nobody"),
        new("inspect has docker's names for what was asked and the kernel's answer beside it",
            "fleet create --name asked -m 64m --cpus 0.5 --pids-limit 9 --shm-size 80m --init --tmpfs /t:size=4m --device /dev/null:/dev/nul:r --cap-add SYS_TIME base sleep 1000 >/dev/null; " +
            "fleet inspect -f '{{.State.Status}} {{.State.Pid}} {{len .Cgroups}}' asked; fleet start asked >/dev/null; " +
            "fleet inspect asked | jq -c '.[0].HostConfig | [.Memory, .NanoCpus, .PidsLimit, .ShmSize, .Init, .Tmpfs, .Devices[0].PathInContainer, .CapAdd]'; " +
            "fleet inspect asked | jq -r '.[0] | [.Cgroups[].Limits | (.[\"memory.limit_in_bytes\"], .[\"memory.max\"], .[\"pids.max\"])] | map(select(. != null)) | unique | .[]'; " +
            "fleet inspect -f '{{range .Security.Capabilities.Bounding}}{{println .}}{{end}}' asked | grep -c CAP_SYS_TIME; fleet rm -f asked >/dev/null",
            "created 0 0\n[67108864,500000000,9,83886080,true,{\"/t\":\"size=4194304\"},\"/dev/nul\",[\"SYS_TIME\"]]\n67108864\n9\n1\n"),
        new("inspect for people", "fleet inspect --format text x | grep -E '^[A-Z]' | tr '\\n' ' '", "State Process Namespaces Users Cgroups Layers Security Capabilities Masked "),
        new("inspect by a template with a fault", "fleet inspect -f '{{.State.Pdi}}' x", "", 1, "there is no field Pdi"),
        new("a stop that is not heeded", "id=$(fleet run -d base sleep 1000); s=$(date +%s%N); fleet stop -t 1 $id >/dev/null; e=$(date +%s%N); fleet wait $id; fleet rm $id >/dev/null; [ $((e-s)) -ge 1000000000 ]", "137\n"),
        new("a stop without patience", "id=$(fleet run -d base sleep 1000); fleet stop -t 0 $id >/dev/null; fleet wait $id; fleet rm $id >/dev/null", "137\n"),
        new("a stop that is heeded", "id=$(fleet run -d base sh -c 'trap \"exit 7\" TERM; while :; do sleep 0.1; done'); until fleet exec $id true 2>/dev/null; do sleep 0.1; done; sleep 0.5; fleet stop $id >/dev/null; fleet wait $id; fleet rm $id >/dev/null", "7\n"),
        new("files stay through stop and start", "id=$(fleet run -d base sh -c '[ -f /f ] && exit 5; touch /f'); fleet wait $id; fleet start $id >/dev/null; fleet wait $id; fleet rm $id >/dev/null", "0\n5\n"),
        new("rm of one that runs", "id=$(fleet run -d --name r base sleep 1000); fleet rm r; code=$?; fleet rm -f r; exit $code", "r\n", 1, "r"),
        new("kill of one that does not run", "id=$(fleet run -d base true); fleet wait $id >/dev/null; fleet kill $id; code=$?; fleet rm $id >/dev/null; exit $code", "", 1, "not running"),
        new("a signal by name", "id=$(fleet run -d base sh -c 'trap \"exit 8\" USR1; while :; do sleep 0.1; done'); sleep 1; fleet kill -s USR1 $id >/dev/null; fleet wait $id; fleet rm $id >/dev/null", "8\n"),
        new("stats: file cache that could be dropped is not in use, shared memory is",
            "fleet run -d --name cache -m 256m base sleep 1000 >/dev/null; fleet exec cache dd if=/dev/zero of=/big bs=1M count=150 2>/dev/null; " +
            "fleet stats --no-stream --format json cache | jq -c '.[0] | [.memory < 20000000, .memoryWithCache > 150000000, .memoryFile > 150000000]'; " +
            "fleet exec cache dd if=/dev/zero of=/dev/shm/x bs=1M count=40 2>/dev/null; " +
            "fleet stats --no-stream --format json cache | jq -c '.[0] | [.memory > 40000000, .memoryShared > 40000000, .memoryLimit, .memoryPeak > 150000000, .memoryKernel > 0]'; " +
            "fleet rm -f cache >/dev/null",
            "[true,true,true]\n[true,true,268435456,true,true]\n"),
        new("stats: throttling with a quota, none without",
            "fleet run -d --name slow --cpus 0.1 base sh -c 'while :; do :; done' >/dev/null; fleet run -d --name free base sleep 1000 >/dev/null; " +
            "until fleet stats --no-stream --format json slow | jq -e '.[0].throttling | .throttledPeriods > 3 and .throttledNanoseconds > 100000000 and .periods >= .throttledPeriods' >/dev/null; do :; done; " +
            "fleet stats --no-stream --format json slow | jq -c '.[0] | [.cpuLimit, .cpuPercentOfLimit < 200, .hostCpus > 0]'; " +
            "fleet stats --no-stream free --format '{{.Name}} {{.Throttled}} {{json .throttling}} {{json .cpuPercentOfLimit}}'; fleet rm -f slow free >/dev/null",
            "[0.1,true,true]\nfree none null null\n"),
        new("stats: what is shown is what the kernel's files say",
            "fleet run -d --name k -m 64m --pids-limit 50 base sh -c 'sleep 1000 & sleep 1001 & wait' >/dev/null; until [ $(fleet stats --no-stream --format '{{.PIDs}}' k) = 3 ]; do :; done; " +
            "dir=$(fleet inspect -f '{{range .Cgroups}}{{if index .Limits \"pids.max\"}}{{.Folder}}{{end}}{{end}}' k); cat $dir/pids.current $dir/pids.max; " +
            "fleet stats --no-stream --format json k | jq '.[0] | .pids, .pidsLimit'; fleet rm -f k >/dev/null",
            "3\n50\n3\n50\n"),
        new("stats: interfaces one by one, loopback left out of the sum",
            "fleet run -d --name lo base sh -c 'ifconfig lo up; ping -c 3 -i 0.1 127.0.0.1 >/dev/null; sleep 1000' >/dev/null; " +
            "until fleet stats --no-stream --format json lo | jq -e '.[0].interfaces[] | select(.name == \"lo\") | .receivedPackets >= 6' >/dev/null; do :; done; " +
            "fleet stats --no-stream --format json lo | jq '.[0].networkReceived'; fleet rm -f lo >/dev/null",
            "0\n"),
        new("events of what containers run into while they go on",
            "coproc E { exec fleet events --format json; }; " +
            "seen() { while read -r line <&${E[0]}; do [ \"$(jq -r '.action + \" \" + .name' <<<\"$line\")\" = \"$1\" ] && break; done; jq -r '.action, (.attributes.count | tonumber > 0)' <<<\"$line\"; }; " +
            "fleet run -d --name hungry -m 20m base sh -c 'while :; do (exec tail /dev/zero); sleep 1; done' >/dev/null; seen 'oom hungry'; " +
            "fleet run -d --name forks --pids-limit 2 base sh -c 'sleep 1000 & sleep 1000 & sleep 1000 & wait' >/dev/null; seen 'pids-limit forks'; " +
            "fleet run -d --name slow --cpus 0.05 base sh -c 'while :; do :; done' >/dev/null; seen 'throttled slow'; " +
            "fleet inspect -f '{{.State.Status}}' hungry; kill $E_PID; fleet rm -f hungry forks slow >/dev/null",
            "oom\ntrue\npids-limit\ntrue\nthrottled\ntrue\nrunning\n"),
        new("an event of the limit on which a container ended at once",
            "s=$(date -u +%FT%T.%NZ); fleet run --name brief --pids-limit 1 base sh -c 'sleep 1 & wait' 2>/dev/null; coproc E { exec fleet events --since $s --format json; }; " +
            "while read -r line <&${E[0]}; do [ \"$(jq -r .action <<<\"$line\")\" = pids-limit ] && break; done; jq -r .name <<<\"$line\"; kill $E_PID; fleet rm brief >/dev/null",
            "brief\n"),
        new("one event for a container that was killed for want of memory",
            "since=$(date -u +%FT%T.%NZ); fleet run --name killed -m 20m base tail /dev/zero 2>/dev/null; fleet events --since $since --until $(date -u +%FT%T.%NZ) --format json | jq -r 'select(.name == \"killed\") | .action' | grep -c oom; fleet rm killed >/dev/null",
            "1\n"),
        new("stats go on with containers that come and go",
            "fleet run -d --name first base sleep 1000 >/dev/null; coproc S { exec fleet stats --format json; }; " +
            "seen() { while read -r line <&${S[0]}; do [ \"$(jq -r .name <<<\"$line\")\" = $1 ] && break; done; echo $1; }; " +
            "seen first; fleet rm -f first >/dev/null; fleet run -d --name second base sleep 1000 >/dev/null; seen second; kill $S_PID; fleet rm -f second >/dev/null",
            "first\nsecond\n"),
        new("restarts on failure", "id=$(fleet run -d --restart on-failure:2 base false); fleet wait $id; fleet inspect -f '{{.RestartCount}}' $id; fleet rm $id >/dev/null", "1\n2\n"),
        new("stats", "fleet stats --no-stream --format json x | grep -oE '\"name\":\"x\"|\"memory\":[1-9]|\"pids\":[1-9]' | cut -c1-7 | sort -u", "\"memory\n\"name\":\n\"pids\":\n"),
        new("events by label, in a template",
            "s=$(date -u +%FT%T.%NZ); fleet run --rm --name red --label color=red base true; fleet run --rm --name blue --label color=blue base true; " +
            "fleet events --since $s --until $(date -u +%FT%T.%NZ) -f label=color=red -f event=die --format '{{.Type}} {{.Action}} {{.Actor.Attributes.name}} {{.From}} {{index .Actor.Attributes \"color\"}}'; " +
            "fleet events --since $s --until $(date -u +%FT%T.%NZ) -f label=color -f event=die --format '{{.Actor.Attributes.name}}'",
            "container die red base red\nred\nblue\n"),
        new("events", "s=$(date -u +%FT%T.%NZ); fleet run --rm --name ev base true; fleet events --since $s --until $(date -u +%FT%T.%NZ) --format json | grep '\"name\":\"ev\"' | grep -o '\"action\":\"[a-z]*\"' | tr '\\n' ' '", null!),
    ];

    public static readonly CommandLine[] Others =
    [
        new("help for a reader that stops early", "for i in 1 2 3 4 5 6 7 8; do fleet run --help | true; echo ${PIPESTATUS[0]}; done 2>&1 | grep -vE '^(0|141)$'", "", 1),
        new("completion of commands and of names", "fleet run -d --name compl base sleep 100 >/dev/null; fleet '[suggest:8]' 'fleet vo'; fleet '[suggest:18]' 'fleet inspect comp'; fleet rm -f compl >/dev/null", "volume\ncompl\n"),
        new("images as JSON", "fleet image list --format json | grep -o 'base:latest'", "base:latest\n"),
        new("an import of nothing", "fleet image import /no/such/path", "", 1, "/no/such/path"),
        new("removing an image that is not there", "fleet image rm nosuch", "", 1, "nosuch"),
        new("a volume", "fleet volume create v; fleet volume list --format json | grep -o '\"name\":\"v\"'; fleet volume rm v", "v\n\"name\":\"v\"\nv\n"),
        new("removing a volume that is not there", "fleet volume rm nosuch", "", 1, "nosuch"),
        new("the node itself", "fleet node list --format json | grep -oE '\"state\":\"ready\"'", "\"state\":\"ready\"\n"),
        new("a second agent for one root", "fleet node -d", "", 1, "already"),
        new("a batch job", "printf 'services:\\n  sum:\\n    image: base\\n    command: [sh, -c, \"echo 5050; echo -n done > $$FLEET_RESULT\"]\\n    x-fleet: {type: batch}\\n' > calc.yaml; fleet job submit --wait calc.yaml && fleet job logs calc && fleet job result calc", "calc\n5050\ndone"),
        new("a batch job that fails", "printf 'services:\\n  b:\\n    image: base\\n    command: [sh, -c, \"exit 6\"]\\n    x-fleet: {type: batch}\\n' > fails.yaml; fleet job submit --wait fails.yaml", "fails\n", 6),
        new("a service", "printf 'services:\\n  s:\\n    image: base\\n    command: [sleep, \"1000\"]\\n    deploy: {replicas: 2}\\n' > svc.yaml; fleet job submit --wait svc.yaml; fleet job exec svc.0 sh -c 'echo $FLEET_JOB.$FLEET_INDEX; exit 3'; echo $?; fleet job scale svc=1; fleet job ps svc --format json | grep -c svc.s.0; fleet job stop svc", "svc\nsvc.0\n3\nsvc\n1\nsvc\n"),
        new("a job file with a typo", "printf 'services:\\n  s:\\n    imgae: base\\n' > typo.yaml; fleet job submit typo.yaml", "", 1, "typo.yaml:3:5"),
        new("a job that is not there", "fleet job inspect nosuch", "", 1, "nosuch"),
    ];
}
