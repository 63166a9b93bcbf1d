// Real agents and labs on two cores: one class after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
