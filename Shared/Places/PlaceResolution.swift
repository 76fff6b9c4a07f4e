package import Cases
import Texts

extension PlaceFinder {
  /// What is known of a place besides the text.
  package struct Stated: Sendable {
    /// What the reporter chose.
    package var form: RegionCode?
    /// Where the registry says that the cooperative has its seat.
    package var registered: RegionCode?
    /// Whether it is the business's place that counts, not the cooperative's seat.
    package var isBusiness: Bool

    package init(form: RegionCode? = nil, registered: RegionCode? = nil, isBusiness: Bool = false) {
      self.form = form
      self.registered = registered
      self.isBusiness = isBusiness
    }
  }

  /// Joins what is stated with what the text names: a registry entry beats the form, the form beats the text; what
  /// is weaker may only be more exact. A contradiction is told.
  package func place(
    _ stated: Stated, found: Found, familiarity: (UInt64) -> Familiarity = { _ in .unknown }
  ) -> PlaceFinding {
    let words = found.words
    let all = weighed(found.mentions, words, stated.isBusiness, familiarity)
    let (firm, weak) = (all.filter(\.isFirm), all.filter { !$0.isFirm && isAlone($0, words) })
    let areas = PhoneAreas.shipped.places(in: words)
    var finding = firm.isEmpty ? onlyOne(weak) : decide(firm, areas)
    finding.members = members(firm)
    finding.whole = firm.first(where: \.isWhole).flatMap { Self.common($0.candidates)?.code }
    for (source, code) in [("form", stated.form), ("registry", stated.registered)] {
      guard let code, let place = PlaceCode(code.text) else { continue }
      finding = strengthened(finding, by: place, from: source, firm + weak)
    }
    return finding
  }

  private func strengthened(
    _ finding: PlaceFinding, by place: PlaceCode, from source: String, _ mentions: [Mention]
  ) -> PlaceFinding {
    var result = PlaceFinding(region: place.code)
    result.contradictions = finding.contradictions
    (result.members, result.whole) = (finding.members, finding.whole)
    let clue = Clue(found: "\(source): region", meaning: gazetteer.describe(place.code))
    let inside = mentions.filter { $0.weight > Self.aside }.flatMap(\.candidates).filter {
      place.contains($0) && $0 != place
    }
    if let known = finding.region, place.code.contains(known), known != place.code {
      result.region = known
      result.clues = [clue] + finding.clues
    } else if let deeper = Self.common(inside), place.contains(deeper), deeper != place {
      result.region = deeper.code
      result.clues = [clue] + finding.clues
    } else {
      result.clues = [clue]
      if let told = finding.region, !place.code.contains(told), !told.contains(place.code) {
        let weaker = finding.clues.first { $0.found == "form: region" } == nil ? "the text names" : "the form says"
        result.contradictions.append(
          "the \(source) says \(gazetteer.describe(place.code)), \(weaker) \(gazetteer.describe(told))")
      }
    }
    return result
  }

  /// Places of the writer and of the ministry weigh less; they decide nothing.
  private static let aside = -2

  /// The weightiest mention counts; the others may decide between its candidates. Two that weigh the same and
  /// exclude each other leave it open.
  private func decide(_ mentions: [Mention], _ areas: [PlaceCode]) -> PlaceFinding {
    guard let most = mentions.map(\.weight).max(), most > -6, let best = mentions.first(where: { $0.weight == most })
    else { return PlaceFinding() }
    var candidates = best.candidates
    for other in mentions where other != best && other.weight > Self.aside && !other.isOfMembers {
      func inside(_ places: [PlaceCode], _ wide: [PlaceCode]) -> [PlaceCode] {
        places.filter { place in wide.contains { $0.contains(place) } }
      }
      var agreements = [inside(candidates, other.candidates), inside(other.candidates, candidates)]
      // "Depok, Sleman": beside its kabupaten a kota's name is the kecamatan's.
      if abs(other.words.lowerBound - best.words.lowerBound) <= max(other.words.count, best.words.count) {
        agreements += [inside(best.alternatives, other.candidates), inside(other.alternatives, candidates)]
      }
      if let agreed = agreements.first(where: { !$0.isEmpty }) { candidates = agreed }
    }
    for other in mentions
    where other != best && other.weight == most
      && !other.candidates.contains(where: { place in
        candidates.contains { $0.contains(place) || place.contains($0) }
      })
    {
      candidates += other.candidates
    }
    if candidates.count > 1 {
      let dialled = candidates.filter { candidate in areas.contains { $0.contains(candidate) || candidate.contains($0) }
      }
      if !dialled.isEmpty { candidates = dialled }
    }
    return found(candidates, named: best)
  }

  /// Whether a bare name stands for itself: after `KSP` it is a part of the cooperative's name.
  private func isAlone(_ mention: Mention, _ words: WordList) -> Bool {
    let start = mention.words.lowerBound
    return !(max(0, start - 2)..<start).contains { cues[words.hashes[$0]].contains(.cooperative) }
  }

  /// Where nothing else is named, a kecamatan's bare name will do, if it is long and there is no other.
  private func onlyOne(_ weak: [Mention]) -> PlaceFinding {
    guard let first = weak.first, weak.allSatisfy({ $0.name.utf8.count >= Self.longName }),
      let common = Self.common(weak.flatMap(\.candidates)), common.depth >= .regency
    else { return PlaceFinding() }
    return found([common], named: first)
  }

  private static let longName = 7

  private func found(_ candidates: [PlaceCode], named best: Mention) -> PlaceFinding {
    var finding = PlaceFinding()
    let shown = candidates.prefix(5).map { gazetteer.describe($0.code) }.joined(separator: " or ")
    let meant = best.correction.map { " (for '\($0)')" } ?? ""
    finding.clues = [Clue(found: best.name + meant, meaning: candidates.count > 5 ? shown + " or others" : shown)]
    finding.region = Self.common(candidates)?.code
    if Set(candidates).count > 1 { finding.candidates = Array(candidates.prefix(20).map(\.code)) }
    return finding
  }

  /// The deepest place in which all lie; nil for places in several provinces.
  private static func common(_ places: [PlaceCode]) -> PlaceCode? {
    guard let first = places.first else { return nil }
    for depth in [PlaceCode.Depth.village, .district, .regency, .province] where depth <= first.depth {
      let above = first.above(depth)
      if places.allSatisfy({ above.contains($0) }) { return above }
    }
    return nil
  }

  /// The kabupaten, kota or provinces in which members live, as the text tells.
  private func members(_ mentions: [Mention]) -> [RegionCode] {
    var places: [RegionCode] = []
    for mention in mentions where mention.isOfMembers {
      guard let place = Self.common(mention.candidates)?.above(.regency).code, !places.contains(place) else { continue }
      places.append(place)
    }
    return places
  }
}
