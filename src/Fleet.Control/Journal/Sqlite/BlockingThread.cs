using System.Collections.Concurrent;

namespace Fleet.Control.Journal.Sqlite;

/// <summary>
/// One thread for calls that block. On the thread pool of a host with one CPU, which begins with a single thread, each fsync
/// would hold up every actor.
/// </summary>
internal sealed class BlockingThread
{
    private readonly BlockingCollection<Action> _work = [];

    public BlockingThread(string name) => new Thread(Work) { Name = name, IsBackground = true }.Start();

    /// <summary>In the order of calls. A cancelled one that has begun is finished all the same.</summary>
    /// <exception cref="ObjectDisposedException">The thread has ended.</exception>
    public Task<T> Run<T>(Func<T> work, CancellationToken cancel)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        bool taken = TryAdd(() =>
        {
            if (cancel.IsCancellationRequested)
            {
                done.SetCanceled(cancel);
                return;
            }
            try
            {
                done.SetResult(work());
            }
            catch (Exception error)    // it belongs to who asked for the work
            {
                done.SetException(error);
            }
        });
        return taken ? done.Task : Task.FromException<T>(new ObjectDisposedException(nameof(BlockingThread)));
    }

    /// <summary>Does what was asked for so far, then <paramref name="last"/>, and ends.</summary>
    public Task EndAsync(Action last)
    {
        var ended = Run(() =>
        {
            last();
            return 0;
        }, CancellationToken.None);
        _work.CompleteAdding();
        return ended.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private bool TryAdd(Action action)
    {
        try
        {
            _work.Add(action);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private void Work()
    {
        foreach (var action in _work.GetConsumingEnumerable()) action();
    }
}
