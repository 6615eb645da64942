/// How far a device's sign-in has come.
package enum DeviceCodeState: String, Sendable, Hashable, ColumnValue {
    case pending, approved, declined, redeemed
}
