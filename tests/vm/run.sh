#!/bin/sh
# Boots Debian's own kernel under qemu, without KVM and with cgroup v2 alone, and runs inside.sh there.
# usage: run.sh SCRATCH DIST LAYOUT
#   SCRATCH  a folder to work in; kernel and modules stay there for the next run
#   DIST     what `./fleet build` made
#   LAYOUT   an OCI layout of busybox
# Prints the console; lines "PASS name" and "FAIL name: why" are the outcome. Needs Debian's qemu-system-x86, busybox-static,
# cpio, e2fsprogs, kmod, and the .NET runtime of this machine.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dist=$2 layout=$3
mkdir -p "$1" && cd "$1"

if ! ls kernel/boot/vmlinuz-* >/dev/null 2>&1; then
    package=$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends:/{print $2; exit}')
    apt-get download -q "$package" 2>/dev/null || { apt-get update -q; apt-get download -q "$package"; }
    dpkg -x "$package"_*.deb kernel && rm -f "$package"_*.deb
fi
version=$(basename kernel/boot/vmlinuz-* | sed 's/^vmlinuz-//')

# The machine's disk: busybox, the C library, the .NET runtime, Fleet.
rm -rf disk && mkdir -p disk/bin disk/sbin disk/proc disk/sys disk/dev disk/run disk/tmp disk/var/lib disk/etc disk/root disk/lib/modules
cp /bin/busybox disk/bin/
for applet in $(/bin/busybox --list); do [ "$applet" = busybox ] || ln -s busybox "disk/bin/$applet"; done
for library in $(ldd "$dist/fleet" "$dist/fleet-shim" "$(readlink -f "$(command -v dotnet)")" | grep -o '/[^ ]*' | sort -u) \
    $(ls /lib/*-linux-gnu/libgcc_s.so.1 /usr/lib/*-linux-gnu/libstdc++.so.6 /lib/*-linux-gnu/lib[dmr]*.so.[126] /lib/*-linux-gnu/libpthread.so.0) \
    $(ls /usr/lib/*-linux-gnu/libssl.so.3 /usr/lib/*-linux-gnu/libcrypto.so.3); do
    case $library in *:) continue ;; esac
    [ -f "$library" ] || continue
    mkdir -p "disk$(dirname "$library")" && cp -Ln "$library" "disk$library" 2>/dev/null || true
done
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
mkdir -p disk/usr/share/dotnet
cp -r "$dotnet/host" "$dotnet/dotnet" disk/usr/share/dotnet/
mkdir -p disk/usr/share/dotnet/shared
for framework in Microsoft.NETCore.App Microsoft.AspNetCore.App; do
    mkdir -p "disk/usr/share/dotnet/shared/$framework"
    cp -r "$dotnet/shared/$framework/$(ls "$dotnet/shared/$framework" | sort -V | tail -n 1)" "disk/usr/share/dotnet/shared/$framework/"
done
cp -r "$dist" disk/fleet && rm -rf disk/fleet/samples
cp -r "$layout" disk/image
cp "$here/inside.sh" disk/inside.sh
printf 'root:x:0:0:root:/root:/bin/sh\n' >disk/etc/passwd
printf 'root:x:0:\n' >disk/etc/group
mkdir -p "disk/lib/modules/$version/kernel"
(cd "kernel/lib/modules/$version" && find kernel \( -path '*virtio*' -o -path '*/overlayfs/*' -o -path '*/net/bridge/bridge.ko' -o -path '*/net/802/*' -o -path '*/net/llc/*' -o -name veth.ko -o -name loop.ko \) -name '*.ko' | cpio -pdm "$OLDPWD/disk/lib/modules/$version" 2>/dev/null)
cp "kernel/lib/modules/$version"/modules.order "kernel/lib/modules/$version"/modules.builtin "disk/lib/modules/$version/"
/sbin/depmod -b disk "$version"
rm -f disk.ext4 && mke2fs -q -t ext4 -d disk disk.ext4 900M

# The first stage: find the disk and go on there.
rm -rf initramfs && mkdir -p initramfs/bin initramfs/proc initramfs/sys initramfs/dev initramfs/root "initramfs/lib/modules"
cp /bin/busybox initramfs/bin/
cp -r "disk/lib/modules/$version" initramfs/lib/modules/
cat >initramfs/init <<'INIT'
#!/bin/busybox sh
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t devtmpfs dev /dev
for module in virtio_pci virtio_blk; do /bin/busybox modprobe $module; done
while [ ! -e /dev/vda ]; do /bin/busybox usleep 10000; done
/bin/busybox mount -t ext4 /dev/vda /root
/bin/busybox mount --move /dev /root/dev
/bin/busybox umount /proc
exec /bin/busybox switch_root /root /bin/sh /inside.sh
INIT
chmod +x initramfs/init
(cd initramfs && find . | cpio -o -H newc 2>/dev/null | gzip -1) >initramfs.gz

exec timeout 900 qemu-system-x86_64 -accel tcg,thread=multi -smp 2 -m 2048 -cpu max -nographic -no-reboot -nic none \
    -kernel kernel/boot/vmlinuz-* -initrd initramfs.gz -append 'console=ttyS0 quiet psi=1 panic=-1' \
    -drive file=disk.ext4,format=raw,if=virtio </dev/null
