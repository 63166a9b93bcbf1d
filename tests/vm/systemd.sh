#!/bin/sh
# Boots a minimal Debian with systemd as init under qemu, with Fleet installed as docs/configuration.md says, and runs
# inside-systemd.sh there. usage: systemd.sh SCRATCH DIST LAYOUT, and output, as of run.sh. Needs Debian's debootstrap besides.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dist=$2 layout=$3
mkdir -p "$1" && cd "$1"
. "$here/machine.sh"
get_kernel
sh "$here/debian.sh" debian systemd,systemd-sysv

# The first file system is kept for the next run: what is added below are new files only, never changes of old ones.
rm -rf systemd && cp -al debian systemd
cp /bin/busybox systemd/usr/local/bin/
for applet in modprobe usleep; do ln -s busybox "systemd/usr/local/bin/$applet"; done
for library in $(ldd "$dist/fleet" "$dist/fleet-shim" "$dist/agent/fleet-agent" "$dist"/agent/*.so | grep -o '/[^ ]*' | sort -u) \
    $(ls /usr/lib/*-linux-gnu/libssl.so.3 /usr/lib/*-linux-gnu/libcrypto.so.3 /usr/lib/*-linux-gnu/libstdc++.so.6); do
    case $library in *:) continue ;; esac
    [ ! -f "$library" ] || [ -e "systemd$library" ] || { mkdir -p "systemd$(dirname "$library")" && cp -L "$library" "systemd$library"; }
done
cp -rL "$dist" systemd/usr/lib/fleet && rm -rf systemd/usr/lib/fleet/samples
if [ -e "$dist/agent/fleet-agent.dll" ]; then
    mkdir -p systemd/usr/share && cp -rL "$(dirname "$(readlink -f "$(command -v dotnet)")")" systemd/usr/share/dotnet && rm -rf systemd/usr/share/dotnet/sdk
fi
ln -s /usr/lib/fleet/fleet systemd/usr/bin/fleet
mkdir -p systemd/etc/fleet
echo 'fleet.node.name = "vm"' >systemd/etc/fleet/node.conf
cp "$here/../../config/fleet.service" systemd/etc/systemd/system/
cp -r "$layout" systemd/image
cp "$here/inside-systemd.sh" systemd/inside.sh

# The tests are a service like any other, and end the machine.
cat >systemd/etc/systemd/system/tests.service <<'UNIT'
[Unit]
After=fleet.service
[Service]
Type=exec
ExecStart=/bin/sh /inside.sh
StandardOutput=tty
StandardError=tty
TTYPath=/dev/ttyS0
UNIT
wants=systemd/etc/systemd/system/multi-user.target.wants
mkdir -p "$wants"
ln -s ../fleet.service "$wants/fleet.service" && ln -s ../tests.service "$wants/tests.service"
# Nothing here has a login, a swap file or a name yet.
for unit in serial-getty@ttyS0.service getty@tty1.service systemd-firstboot.service kmod-static-nodes.service proc-sys-fs-binfmt_misc.automount apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer; do
    ln -s /dev/null "systemd/etc/systemd/system/$unit"
done
rm -f systemd/etc/machine-id systemd/etc/hostname
echo 0123456789abcdef0123456789abcdef >systemd/etc/machine-id
echo vm >systemd/etc/hostname

add_modules systemd
make_disk systemd 1200M
boot systemd 900 systemd.show_status=no /lib/systemd/systemd
