using Akka.Configuration;

namespace Fleet.Protocol.Actors;

/// <summary>
/// Akka's transport for systems that say little, in small messages: what is large goes over HTTP. As it comes, DotNetty holds a pool
/// of 16 MB in each process and four threads in each actor system for what one does here.
/// </summary>
public static class LeanTransport
{
    public static readonly Config Config = ConfigurationFactory.ParseString("""
        akka.remote.dot-netty.tcp {
          enable-pooling = off
          server-socket-worker-pool { pool-size-min = 1, pool-size-max = 1 }
          client-socket-worker-pool { pool-size-min = 1, pool-size-max = 1 }
        }
        """);
}
