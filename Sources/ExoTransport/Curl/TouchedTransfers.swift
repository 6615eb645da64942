/// The transfers that got bytes since the thread last looked.
final class TouchedTransfers {
    private var transfers: [CurlEasy] = []

    func add(_ easy: CurlEasy) {
        guard !easy.isTouched else { return }
        easy.isTouched = true
        transfers.append(easy)
    }

    /// Hands what arrived to the readers that wait.
    func flush() {
        for easy in transfers {
            easy.isTouched = false
            easy.transfer.flush()
        }
        transfers.removeAll(keepingCapacity: true)
    }
}
