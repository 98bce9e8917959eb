# shellcheck shell=bash
# What installing and uninstalling share: options, places, and steps that can be shown only.
# Sourced, never run; the caller has set ROOT and sourced ../common.sh.

NAME_RULE='Allowed are 1 to 64 letters, digits, ".", "_" and "-", the first a letter or a digit.'

refuse() {
  FAILURE_CODE=2 fail "$@" "Nothing was done; --help says more."
}

# Reads the arguments into NAME and the variables below; the rest is in REST.
read_arguments() {
  NAME='' DRY='' PREFIX='' SYSTEM='' SERVICE_USER='' REST=()
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help)
        usage
        exit 0
        ;;
      --dry-run) DRY=yes ;;
      --root | --system | --user)
        [ $# -ge 2 ] || refuse "$1 needs a value."
        case $1 in
          --root) PREFIX=${2%/} ;;
          --system) SYSTEM=$2 ;;
          --user) SERVICE_USER=$2 ;;
        esac
        shift
        ;;
      -*) REST+=("$1") ;;
      *)
        [ -z "$NAME" ] || refuse "There is one NAME, and this is a second one: \"$1\"."
        NAME=$1
        ;;
    esac
    shift
  done
  [ -n "$NAME" ] || refuse "The NAME of the service is missing."
  local rule='^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'
  [[ $NAME =~ $rule ]] || refuse "Not a name for a service: \"$NAME\". $NAME_RULE"
  [ -z "$PREFIX" ] || [ "${PREFIX#/}" != "$PREFIX" ] || refuse "--root must be absolute: \"$PREFIX\"."
  if [ -z "$SYSTEM" ]; then
    case $(uname -s) in
      Linux) SYSTEM=systemd ;;
      Darwin) SYSTEM=launchd ;;
      *) refuse "This system has neither systemd nor launchd: $(uname -s)." ;;
    esac
  fi
  case $SYSTEM in
    systemd) PLACES=("/opt/bifrost" "/etc/bifrost" "/var/lib/bifrost") ;;
    launchd) PLACES=("/usr/local/opt/bifrost" "/usr/local/etc/bifrost" "/usr/local/var/bifrost") ;;
    *) refuse "There is no system \"$SYSTEM\". Allowed are systemd and launchd." ;;
  esac
  HOME_DIR=${PLACES[0]} CONFIG_DIR=${PLACES[1]} STATE_DIR=${PLACES[2]}/$NAME
  CONFIG=$CONFIG_DIR/$NAME.yaml
  UNIT=/etc/systemd/system/bifrost@.service
  PLIST=/Library/LaunchDaemons/dev.bifrost.$NAME.plist
}

say() { printf '%s\n' "$*"; }

# Shows a command, and runs it unless nothing is to be changed.
step() {
  printf '+'
  printf ' %q' "$@"
  printf '\n'
  [ -n "$DRY" ] || "$@"
}

# The same for what needs a running system, which a folder is not.
live_step() {
  if [ -n "$PREFIX" ]; then
    printf -- '- left out under --root:'
    printf ' %q' "$@"
    printf '\n'
    return 0
  fi
  step "$@"
}

# Writes what comes in to a file that only then is there.
write_file() { # mode, file
  say "+ write $2 (mode $1)"
  if [ -n "$DRY" ]; then
    # No password on the screen.
    sed -e 's/^/    /' -e 's#//[^@/ ]*@#//***@#g'
    return 0
  fi
  local new
  new=$2.new.$$
  (umask 077 && cat >"$new")
  chmod "$1" "$new"
  mv -f "$new" "$2"
}

need_rights() {
  [ -n "$DRY$PREFIX" ] || [ "$(id -u)" -eq 0 ] || fail \
    "This changes the system, and you are not root: run it with sudo, or look first with --dry-run." \
    "Nothing was done."
}

need_system() {
  [ -z "$PREFIX" ] || return 0
  local program=systemctl
  [ "$SYSTEM" = systemd ] || program=launchctl
  command -v "$program" >/dev/null && return 0
  [ -n "$DRY" ] || fail "There is no $program: this host does not run $SYSTEM. Nothing was done."
  say "! There is no $program on this host; it would be refused without --dry-run."
}
