namespace Fleet.Cli.Tests.EndToEnd;

/// <summary>What is done to containers that are there: their processes, pauses, names, and the clearing away of what nobody uses.</summary>
internal static class ControlLines
{
    public static readonly CommandLine[] All =
    [
        new("top has docker's columns and the host's numbers",
            "fleet run -d --name t base sh -c 'sleep 1234 & wait' >/dev/null; until fleet top t | grep -q 'sleep 1234'; do :; done; fleet top t | head -1 | tr -s ' '; " +
            "fleet top t -o pid,args | awk '$2 == \"sleep\" { print $1 }' | xargs -I P sh -c \"tr '\\\\0' ' ' < /proc/P/cmdline\"; fleet top t aux | head -1 | tr -s ' '; fleet rm -f t >/dev/null",
            "UID PID PPID C STIME TTY TIME CMD\nsleep 1234 USER PID %CPU %MEM VSZ RSS TTY STAT START TIME COMMAND\n"),
        new("top of one that does not run", "fleet create --name t base true >/dev/null; fleet top t; code=$?; fleet rm t >/dev/null; exit $code", "", 1, "is not running"),
        new("top with a column that is none", "fleet top x -o nosuch", "", 2, "nosuch"),
        new("a paused container stands still until it goes on",
            "fleet run -d --name p base sh -c 'while :; do echo tick; sleep 0.01; done' >/dev/null; fleet pause p; fleet ps --format json | jq -r '.[] | select(.name == \"p\") | .state'; " +
            "fleet logs p | wc -l > one; fleet logs p | wc -l | cmp - one && echo still; fleet exec p true; echo $?; fleet unpause p; until [ $(fleet logs p | wc -l) -gt $(cat one) ]; do :; done; fleet rm -f p >/dev/null",
            "p\npaused\nstill\n125\np\n", Stderr: "paused"),
        new("a new name counts at once and the old one is free",
            "fleet run -d --name old base sleep 1000 >/dev/null; fleet rename old new; fleet exec new echo in; fleet run --rm --name old base echo taken; fleet rename new x; fleet rm -f new >/dev/null", "in\ntaken\n", Stderr: "the name x is taken"),
        new("restart gives a new process on the old files",
            "fleet run -d --name r base sh -c 'echo run >> /runs; sleep 1000' >/dev/null; until fleet exec r test -e /runs; do :; done; fleet restart -t 0 r; until [ \"$(fleet exec r cat /runs | wc -l)\" = 2 ]; do :; done; fleet rm -f r >/dev/null", "r\n"),
        new("prune asks, and without anybody to ask it does nothing", "fleet container prune", "", 1, "--force"),
        new("container prune takes what does not run, by label",
            "fleet run --name a -l keep=1 base true; fleet run --name b -l keep=2 base true; fleet container prune -f --filter label!=keep=1 --filter label=keep | grep -vc Total; fleet inspect -f '{{.Name}}' a b; fleet rm a >/dev/null",
            "3\n/a\n", Stderr: "no such container: b"),
        new("container prune until leaves the young", "fleet run --name young base true; fleet container prune -f --filter until=1h; fleet rm young", "Total reclaimed space: 0 B\nyoung\n"),
        new("a filter that is none", "fleet system prune -f --filter colour=red", "", 2, "colour"),
        new("volume prune takes the named ones only when all are meant",
            "fleet volume create data >/dev/null; fleet run -d --name u -v used:/v base sleep 1000 >/dev/null; fleet volume prune -f >/dev/null; fleet volume list --format json | jq -r '.[].name' | grep -xE 'data|used'; " +
            "fleet volume prune -fa | head -2; fleet rm -f u >/dev/null; fleet volume rm used", "data\nused\nDeleted Volumes:\ndata\nused\n"),
        new("volumes have labels, and prune goes by them",
            "fleet volume create red --label colour=red >/dev/null; fleet volume create blue -l colour=blue >/dev/null; fleet volume prune -fa --filter label=colour=red | sed -n 2p; fleet volume rm blue", "red\nblue\n"),
        new("image prune leaves what containers use", "fleet inspect x >/dev/null 2>&1 || fleet run -d --name x base sleep 1000 >/dev/null; fleet image prune -af; fleet image list --format json | jq -r '.[].names[]' | grep -c base", "Total reclaimed space: 0 B\n1\n"),
        new("no port is no answer, and one that is asked for an error", "fleet run -d --name q base sleep 1000 >/dev/null; fleet port q; fleet port q 80; code=$?; fleet rm -f q >/dev/null; exit $code", "", 1, "80"),
        new("events are kept when the agent is killed, and picked by filters",
            "since=$(date -u +%FT%T.%NZ); fleet run --name e1 base true; fleet run --name e2 base sh -c 'exit 3'; pid=$(cat $FLEET_ROOT/run/node.pid); kill -9 $pid; while [ -d /proc/$pid ]; do :; done; fleet node -d; " +
            "fleet events --since $since --until $(date -u +%FT%T.%NZ) --filter event=die --filter container=e1 --filter container=e2 --format json | jq -c '[.name, .exitCode]'; fleet rm e1 e2 >/dev/null",
            "[\"e1\",0]\n[\"e2\",3]\n"),
        new("stopped by hand stays stopped when the agent is killed, and what was to run goes on",
            "fleet run -d --name hand --restart always base sleep 1000 >/dev/null; fleet run -d --name goes --restart always base sleep 1000 >/dev/null; fleet stop -t 0 hand >/dev/null; pid=$(cat $FLEET_ROOT/run/node.pid); kill -9 $pid; " +
            "while [ -d /proc/$pid ]; do :; done; fleet node -d; fleet inspect -f '{{.State.Status}} {{.RestartCount}}' hand goes; fleet rm -f hand goes >/dev/null", "exited 0\nrunning 0\n"),
        new("on-failure:3 is started three times more",
            "fleet run -d --name f --restart on-failure:3 base false >/dev/null; fleet wait f; fleet inspect -f '{{.RestartCount}}' f; fleet rm f >/dev/null", "1\n3\n"),
        new("an event filter that is none", "fleet events --until 1s --filter colour=red", "", 2, "colour"),
        new("exec -d leaves it running, whatever it writes, and says when it cannot start",
            "fleet run -d --name d base sleep 1000 >/dev/null; fleet exec -d d sh -c 'for i in $(seq 20000); do echo line $i; done; touch /done; sleep 500'; echo $?; until fleet exec d test -e /done; do :; done; " +
            "fleet top d -o args | grep -c 'sleep 500'; fleet exec -d d nosuch; code=$?; fleet rm -f d >/dev/null; exit $code", "0\n1\n", 127, "nosuch"),
        new("docker's longer names", "fleet run -d --name n base sleep 1000 >/dev/null; fleet container ls -q | grep -c .  >/dev/null && fleet container inspect -f '{{.Name}}' n; fleet container rm -f n", "/n\nn\n"),
    ];
}
