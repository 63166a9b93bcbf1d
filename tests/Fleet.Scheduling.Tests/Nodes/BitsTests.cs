using CsCheck;
using Fleet.Scheduling.Nodes;

namespace Fleet.Scheduling.Tests.Nodes;

public sealed class BitsTests
{
    [Fact]
    public void It_behaves_as_a_set_of_numbers() =>
        Gen.Select(Gen.Int[0, 700].Select(Gen.Bool).Array, Gen.Int[0, 700], Gen.Int[0, 700]).Sample((changes, from, to) =>
        {
            var bits = new Bits();
            var set = new HashSet<int>();
            foreach (var (at, value) in changes)
            {
                bits[at] = value;
                if (value) set.Add(at);
                else set.Remove(at);
            }
            var range = Enumerable.Range(from, Math.Max(0, to - from + 1)).ToList();
            Assert.Equal(set.Count, bits.Count);
            Assert.Equal(range.Count(set.Contains), from <= to ? bits.CountWithin(from, to) : 0);
            Assert.Equal(range.Where(at => !set.Contains(at)).Append(-1).First(), bits.FirstAbsent(from, to));
        }, iter: 5000);
}
