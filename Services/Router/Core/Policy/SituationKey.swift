package import Cases

/// What makes cases the same: the cooperative, its province and the topic. Two cooperatives in different
/// provinces may have one name.
package struct SituationKey: Sendable, Hashable {
  package let cooperative: String
  package let topic: TopicCode
  package let province: RegionCode?

  /// - Returns: nil where the case names no cooperative, or the topic is not sure.
  package init?(_ facts: Facts) {
    guard let cooperative = facts.ownCooperativeName, facts.sure else { return nil }
    self.init(cooperative: cooperative, topic: facts.topic, province: facts.region?.province)
  }

  package init(cooperative: String, topic: TopicCode, province: RegionCode?) {
    self.cooperative = cooperative
    self.topic = topic
    self.province = province
  }
}
