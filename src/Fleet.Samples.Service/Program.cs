// What `fleet demo` runs: a web service and a batch task, as a team might write them. Neither knows Fleet but by its
// environment variables.
using Fleet.Samples.Service;

return args switch
{
    ["web"] => await WebService.RunAsync(TaskEnvironment.FromProcess()),
    ["primes", var upTo] when int.TryParse(upTo, out int limit) => Primes.Run(TaskEnvironment.FromProcess(), limit),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: sample web | sample primes UP_TO");
    return 2;
}
