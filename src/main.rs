//! Mounts the app, nothing else.

fn main() {
    sampan::app::start();
}
