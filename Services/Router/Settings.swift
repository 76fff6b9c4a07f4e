import Foundation
import Operations
import Places
import RouterCore
import Stage
import WorkingTime

/// Every setting of the router.
struct RouterSettings {
  let common: CommonSettings
  let stage: StageSettings
  let policyFile: String
  let unitsFile: String
  let holidaysFile: String

  /// - Throws: all problems at once.
  init(_ source: inout SettingsSource) throws {
    common = CommonSettings(&source, service: Identity.name)
    stage = StageSettings(&source, service: Identity.name)
    policyFile = source.text("policy", default: "", "file of the policy; without it the shipped one")
    unitsFile = source.text("units", default: "", "file of the units; without it the shipped one")
    holidaysFile = source.text("holidays", default: "", "file of holidays and joint leave; without it the shipped one")
    try source.check()
  }

  func machine() throws -> (CaseMachine, Policy) {
    let gazetteer = try Gazetteer.shipped()
    let units =
      try unitsFile.isEmpty
      ? UnitDirectory.shipped(gazetteer)
      : UnitDirectory(yaml: text(unitsFile), file: unitsFile, gazetteer: gazetteer)
    let policy =
      try policyFile.isEmpty
      ? Policy.shipped(units) : Policy(yaml: text(policyFile), file: policyFile, units: units)
    let calendar =
      try holidaysFile.isEmpty
      ? WorkCalendar.shipped() : WorkCalendar(csv: text(holidaysFile), file: holidaysFile)
    return (CaseMachine(policy: policy, units: units, calendar: calendar), policy)
  }

  private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }
}
