/// Which version of the software this is: what `--version` prints, logs begin with and `/status` tells.
package enum BuildVersion {
  package static let text = "1.0.0-beta"
}
