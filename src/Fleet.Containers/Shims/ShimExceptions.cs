using Fleet.Shim.Protocol;

namespace Fleet.Containers.Shims;

/// <summary>The shim answered that it did not do what was asked.</summary>
internal sealed class ShimRefusedException(FailedMessage why) : IOException(why.Text)
{
    public FailedMessage Why { get; } = why;
}

/// <summary>The shim ended, or was killed, before it had answered.</summary>
internal sealed class ShimGoneException() : IOException("the container's shim has gone");
