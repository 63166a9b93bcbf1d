using Akka.Actor;

namespace Fleet.Protocol.Actors;

/// <summary>Props from a plain factory: no expression tree, no constructor sought by reflection.</summary>
public static class ActorFactory
{
    public static Props Props<TActor>(Func<TActor> create)
        where TActor : ActorBase => Akka.Actor.Props.CreateBy(new Producer<TActor>(create));

    private sealed class Producer<TActor>(Func<TActor> create) : IIndirectActorProducer
        where TActor : ActorBase
    {
        public Type ActorType => typeof(TActor);

        public ActorBase Produce() => create();

        public void Release(ActorBase actor)
        {
        }
    }
}
