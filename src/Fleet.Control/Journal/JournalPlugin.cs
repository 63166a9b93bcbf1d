using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Fleet.Protocol.Actors;

namespace Fleet.Control.Journal;

/// <summary>Hands an opened <see cref="IEventLog"/> to the actor system whose journal it is.</summary>
public sealed class JournalPlugin(IEventLog log, TimeSpan recoverWithin) : Setup
{
    public IEventLog Log { get; } = log;

    public TimeSpan RecoverWithin { get; } = recoverWithin;

    public static JournalPlugin Of(ActorSystem system) => system.Settings.Setup.Get<JournalPlugin>().Value;

    /// <summary>Akka.Persistence's configuration: our journal and snapshot store, and no others.</summary>
    public Config Config => ConfigurationFactory.ParseString($$"""
        akka.persistence {
          journal {
            plugin = "akka.persistence.journal.fleet"
            fleet {
              class = "{{HoconType.Name<EventJournal>()}}"
              plugin-dispatcher = "akka.actor.default-dispatcher"
              recovery-event-timeout = {{Milliseconds}}
              circuit-breaker { max-failures = 3, call-timeout = 20s, reset-timeout = 300ms }     # after a full disk, soon
              # Events of two writers in between each other end the recovery; they never get that far, see IEventLog.
              replay-filter { mode = fail, window-size = 100, max-old-writers = 10, debug = off }
            }
          }
          snapshot-store {
            plugin = "akka.persistence.snapshot-store.fleet"
            fleet {
              class = "{{HoconType.Name<SnapshotStore>()}}"
              plugin-dispatcher = "akka.actor.default-dispatcher"
              recovery-event-timeout = {{Milliseconds}}
              circuit-breaker { max-failures = 3, call-timeout = 60s, reset-timeout = 300ms }
            }
          }
          max-concurrent-recoveries = 2
        }
        """);

    private string Milliseconds => $"{(long)RecoverWithin.TotalMilliseconds}ms";
}
