package import Places
import StrictYAML
package import Units
package import Texts

extension UnitDirectory {
  /// The units that come with the program.
  package static func shipped(_ gazetteer: Gazetteer) throws(FileProblems) -> UnitDirectory {
    try UnitDirectory(
      yaml: BookFiles.shipped.texts[BookFiles.unitsName] ?? "", file: BookFiles.unitsName, gazetteer: gazetteer)
  }
}
