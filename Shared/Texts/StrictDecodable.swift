import Cases
import Foundation

/// A type whose keys can be told.
package protocol StrictDecodable: Decodable {
  associatedtype CodingKeys: CodingKey & CaseIterable
}
