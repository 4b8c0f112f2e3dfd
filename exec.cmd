@rem package.json's scripts say "exec", so that on Linux and macOS no shell stays between npm and the server:
@rem it would swallow the signals that npm passes on. Windows has no exec; cmd finds this file instead.
@%*
