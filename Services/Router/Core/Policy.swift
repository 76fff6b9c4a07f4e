package import Cases

/// What routing needs to know of a case.
package struct Facts: Sendable, Equatable {
  package var topic: TopicCode
  package var kind: CaseKind
  package var region: RegionCode?
  package var membershipArea: MembershipArea?
  /// Whether the topic is sure enough to route without a person.
  package var sure: Bool

  package init(
    topic: TopicCode, kind: CaseKind, region: RegionCode?, membershipArea: MembershipArea?, sure: Bool = true
  ) {
    self.topic = topic
    self.kind = kind
    self.region = region
    self.membershipArea = membershipArea
    self.sure = sure
  }

  package init(_ classification: Classification) {
    self.init(
      topic: classification.topic, kind: classification.kind, region: classification.region,
      membershipArea: classification.membershipArea, sure: classification.sure)
  }
}

/// Who answers a case, who gets a copy, and why.
package struct Decision: Sendable, Equatable {
  package var unit: Unit
  package var cc: [UnitCode]
  package var rule: String
  package var reason: String
  package var deadlineName: String
  package var workingDays: Int
}

/// The policy: facts in, a decision out. What it does not cover goes to people, never to a guess.
package struct Policy: Sendable {
  package let id: String
  private let file: PolicyFile
  private let routes: [TopicCode: PolicyFile.Route]
  private let units: UnitDirectory
  private let triage: Unit

  /// The policy that comes with the program.
  package static func shipped(_ units: UnitDirectory) throws(PolicyError) -> Policy {
    try Policy(yaml: String(decoding: PackageResources.policy_yaml, as: UTF8.self), file: "policy.yaml", units: units)
  }

  package init(yaml: String, file name: String, units: UnitDirectory) throws(PolicyError) {
    file = try decodeYAML(PolicyFile.self, yaml, file: name)
    guard let triage = units[.triage] else { throw PolicyError(description: "\(name): there is no unit triase") }
    self.units = units
    self.triage = triage
    id = "policy-\(file.version)-\(Fingerprint.of(yaml.utf8))"
    var routes: [TopicCode: PolicyFile.Route] = [:]
    for route in file.routes {
      guard routes[route.topic] == nil else {
        throw PolicyError(description: "\(name): the topic \(route.topic) stands there twice")
      }
      routes[route.topic] = route
    }
    self.routes = routes
    try check(name)
  }

  /// The topics that have a route.
  package var topics: [TopicCode] { routes.keys.sorted() }

  package func decide(_ facts: Facts) -> Decision {
    guard facts.sure else {
      return triage("triase.unsure", "Topik laporan belum pasti; tim pusat panggilan memeriksanya.", facts)
    }
    guard let route = routes[facts.topic] else {
      return triage(
        "triase.no_rule", "Belum ada aturan untuk topik \(facts.topic); tim pusat panggilan memeriksanya.", facts)
    }
    guard let unit = unit(for: route, facts) else {
      return triage(
        "triase.unknown_unit", "Unit yang berwenang tidak dikenal; tim pusat panggilan memeriksanya.", facts)
    }
    let copies = route.cc.compactMap { target in resolve(target, facts) }.filter { $0 != unit.code && units[$0] != nil }
    return decision(unit, copies, "topik.\(facts.topic)", route.reason, route.complaint, facts)
  }

  /// What a transfer to a unit means for the deadline and the reason.
  package func transferred(to unit: Unit, _ facts: Facts, reason: String) -> Decision {
    decision(unit, [], "alih", reason, routes[facts.topic]?.complaint, facts)
  }
}

extension Policy {
  private func unit(for route: PolicyFile.Route, _ facts: Facts) -> Unit? {
    let code = resolve(route.to, facts) ?? route.fallback
    return code.flatMap { units[$0] }
  }

  private func resolve(_ target: PolicyFile.Target, _ facts: Facts) -> UnitCode? {
    switch target {
    case .unit(let code): code
    case .office: office(facts.region)
    case .supervisor: supervisor(facts)
    }
  }

  /// The law goes by where the members live, not by where the reporter does.
  private func supervisor(_ facts: Facts) -> UnitCode? {
    let area = facts.topic.group == file.villageTopics ? .regency : facts.membershipArea
    switch area {
    case .national: return nil
    case .province: return facts.region.map { .office(of: $0.province) }
    case .regency, nil: return office(facts.region)
    }
  }

  /// The deepest office that is known.
  private func office(_ region: RegionCode?) -> UnitCode? {
    region.map { .office(of: $0.regency ?? $0.province) }
  }

  private func triage(_ rule: String, _ reason: String, _ facts: Facts) -> Decision {
    decision(triage, [], rule, reason, nil, facts)
  }

  private func decision(
    _ unit: Unit, _ cc: [UnitCode], _ rule: String, _ reason: String, _ complaintClass: String?, _ facts: Facts
  ) -> Decision {
    let name =
      switch facts.kind {
      case .question: file.question
      case .suggestion: file.suggestion
      case .complaint: complaintClass ?? file.suggestion
      }
    return Decision(
      unit: unit, cc: cc, rule: rule, reason: reason, deadlineName: name, workingDays: file.deadlines[name] ?? 0)
  }

  private func check(_ name: String) throws(PolicyError) {
    let classes = Set(routes.values.map(\.complaint) + [file.question, file.suggestion])
    for missing in classes.sorted() where file.deadlines[missing] == nil {
      let known = file.deadlines.keys.sorted().joined(separator: ", ")
      throw PolicyError(description: "\(name): found deadline class '\(missing)', expected one of \(known)")
    }
    for route in routes.values.sorted(by: { $0.topic < $1.topic }) {
      if case .unit = route.to {
      } else if route.fallback == nil {
        throw PolicyError(description: "\(name): \(route.topic) needs `else`: who answers where the place is unknown")
      }
      for case .unit(let code) in [route.to, route.fallback.map { .unit($0) } ?? route.to] + route.cc
      where units[code] == nil {
        throw PolicyError(description: "\(name): \(route.topic) names the unit '\(code)', which is not among the units")
      }
    }
  }
}
