/// The transfers that got bytes since the thread last looked.
final class TouchedTransfers {
    private var transfers: [CurlEasy] = []
    private var flushed: [CurlEasy] = []

    func add(_ easy: CurlEasy) {
        guard !easy.isTouched else { return }
        easy.isTouched = true
        transfers.append(easy)
    }

    /// Hands what arrived to the readers that wait.
    func flush() {
        // A transfer that goes on may bring more within the call, and so be noted again.
        while !transfers.isEmpty {
            swap(&transfers, &flushed)
            for easy in flushed {
                easy.isTouched = false
                if easy.flush() { easy.resume() }
            }
            flushed.removeAll(keepingCapacity: true)
        }
    }
}
