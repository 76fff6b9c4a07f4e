import Units
package import Cases

/// A step on the way from what a rule says to the unit that it means.
package enum ResolverStep: Sendable, Equatable {
  case named(UnitCode)
  /// A cooperative of one village: its supervisor is the kabupaten/kota, whatever the form says.
  case village
  case area(MembershipArea?)
  case officeOf(RegionCode)
  case provinceOf(RegionCode)
  case noPlace
  case ministry(UnitCode)
  case above(UnitCode, UnitCode)
  case switchedOff(UnitCode, UnitCode)
  case triage
}

/// Finds the unit that a rule's target means in a case.
struct Resolver {
  let units: UnitDirectory
  let villageTopics: [TopicCode]

  /// - Parameter ministry: the unit in charge at the ministry, where the target comes to nothing.
  /// - Returns: nil where nobody is meant.
  func resolve(_ target: Target, _ facts: Facts, ministry: UnitCode?) -> (unit: ResponsibleUnit, path: [ResolverStep])?
  {
    var path: [ResolverStep] = []
    guard let code = code(target, facts, ministry, &path), let unit = active(code, ministry, &path) else { return nil }
    return (unit, path)
  }

  /// The unit itself, or who takes over from it.
  func active(_ code: UnitCode, _ ministry: UnitCode?, _ path: inout [ResolverStep]) -> ResponsibleUnit? {
    var unit = units[code]
    // More steps than any line has: parents in a circle are refused when a book is checked.
    for _ in 0..<10 {
      guard let current = unit, !current.isActive else { return unit }
      guard let next = superior(of: current.code, ministry: ministry) else { return nil }
      path.append(.switchedOff(current.code, next))
      unit = units[next]
    }
    return nil
  }

  /// The unit above another: its parent, and above a province's office the ministry's unit in charge.
  func superior(of code: UnitCode, ministry: UnitCode?) -> UnitCode? {
    guard let unit = units[code] else { return nil }
    if let parent = unit.parent { return parent }
    return unit.region != nil && ministry != code && code.isOffice ? ministry : nil
  }

  private func code(
    _ target: Target, _ facts: Facts, _ ministry: UnitCode?, _ path: inout [ResolverStep]
  ) -> UnitCode? {
    switch target {
    case .unit(let code):
      path.append(.named(code))
      return code
    case .office: return office(facts.region, &path) ?? fallBack(ministry, &path)
    case .provinceOffice: return province(facts.region, &path) ?? fallBack(ministry, &path)
    case .supervisor: return supervisor(facts, &path) ?? fallBack(ministry, &path)
    case .parent(let inner):
      guard let code = code(inner, facts, ministry, &path), let above = superior(of: code, ministry: ministry) else {
        return nil
      }
      path.append(.above(code, above))
      return above
    }
  }

  /// The law goes by where the members live, not by where the reporter does.
  private func supervisor(_ facts: Facts, _ path: inout [ResolverStep]) -> UnitCode? {
    if villageTopics.contains(where: { $0.contains(facts.topic) }) {
      path.append(.village)
      return office(facts.region, &path)
    }
    path.append(.area(facts.membershipArea))
    switch facts.membershipArea {
    case .national: return nil
    case .province: return province(facts.region, &path)
    default: return office(facts.region, &path)
    }
  }

  /// The deepest office that is known.
  private func office(_ region: RegionCode?, _ path: inout [ResolverStep]) -> UnitCode? {
    guard let region else { return none(&path) }
    guard let regency = region.regency else { return province(region, &path) }
    path.append(.officeOf(regency))
    return .office(of: regency)
  }

  private func province(_ region: RegionCode?, _ path: inout [ResolverStep]) -> UnitCode? {
    guard let region else { return none(&path) }
    path.append(.provinceOf(region))
    return .office(of: region.province)
  }

  private func none(_ path: inout [ResolverStep]) -> UnitCode? {
    path.append(.noPlace)
    return nil
  }

  private func fallBack(_ ministry: UnitCode?, _ path: inout [ResolverStep]) -> UnitCode? {
    if let ministry { path.append(.ministry(ministry)) }
    return ministry
  }
}

extension UnitCode {
  /// The office of a place.
  var isOffice: Bool { text.hasPrefix("dinas.") }
}
