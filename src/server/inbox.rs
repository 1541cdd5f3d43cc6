//! Owns the messages that wait to be worked on, and which requests were cancelled meanwhile.

use std::cell::RefCell;
use std::collections::{HashSet, VecDeque};

use crossbeam_channel::Receiver;
use lsp_server::{Message, RequestId};

/// The messages from the client.
pub(super) struct Inbox {
    receiver: Receiver<Message>,
    waiting: RefCell<VecDeque<Message>>,
    /// Requests that wait, or are worked on, and whose answer nobody wants any more.
    cancelled: RefCell<HashSet<RequestId>>,
    current: RefCell<Option<RequestId>>,
}

impl Inbox {
    pub(super) fn new(receiver: Receiver<Message>) -> Self {
        Self { receiver, waiting: RefCell::default(), cancelled: RefCell::default(), current: RefCell::default() }
    }

    /// The next message, if one is there already.
    pub(super) fn next(&self) -> Option<Message> {
        self.current.take();
        self.take_in();
        let next = self.waiting.borrow_mut().pop_front()?;
        if let Message::Request(request) = &next {
            self.current.replace(Some(request.id.clone()));
        }
        Some(next)
    }

    /// The next message, waiting until there is one; none where there will be no more.
    pub(super) fn wait(&self) -> Option<Message> {
        if let Some(next) = self.next() {
            return Some(next);
        }
        let message = self.receiver.recv().ok()?;
        self.add(message);
        self.next().or_else(|| self.wait())
    }

    /// Whether the request that is worked on was cancelled.
    pub(super) fn is_cancelled(&self) -> bool {
        self.take_in();
        self.current.borrow().as_ref().is_some_and(|id| self.cancelled.borrow().contains(id))
    }

    /// Forgets the cancelling of a request that was answered.
    pub(super) fn answered(&self, id: &RequestId) {
        self.cancelled.borrow_mut().remove(id);
    }

    fn take_in(&self) {
        while let Ok(message) = self.receiver.try_recv() {
            self.add(message);
        }
    }

    fn add(&self, message: Message) {
        let Message::Notification(notification) = &message else {
            self.waiting.borrow_mut().push_back(message);
            return;
        };
        if notification.method != "$/cancelRequest" {
            self.waiting.borrow_mut().push_back(message);
            return;
        }
        let id = notification.params.get("id").cloned().and_then(|id| serde_json::from_value::<RequestId>(id).ok());
        let is_open = |id: &RequestId| {
            let is_it = |message: &Message| matches!(message, Message::Request(request) if request.id == *id);
            self.current.borrow().as_ref() == Some(id) || self.waiting.borrow().iter().any(is_it)
        };
        self.cancelled.borrow_mut().extend(id.filter(is_open));
    }
}

#[cfg(test)]
mod tests {
    use lsp_server::{Notification, Request};
    use serde_json::json;

    use super::*;

    #[test]
    fn a_request_is_cancelled_while_it_waits_and_while_it_is_worked_on() {
        let (sender, receiver) = crossbeam_channel::unbounded();
        let inbox = Inbox::new(receiver);
        let send = |message: Message| sender.send(message).unwrap_or_default();
        let request = |id: i32| Request { id: id.into(), method: "work".to_owned(), params: json!(null) }.into();
        let cancel = |id: i32| Notification::new("$/cancelRequest".to_owned(), json!({ "id": id })).into();
        // Nobody knows this one yet, and another may come under its name.
        send(cancel(1));
        send(request(1));
        send(request(2));
        send(cancel(2));
        assert!(inbox.next().is_some() && !inbox.is_cancelled());
        send(cancel(1));
        assert!(inbox.is_cancelled());
        inbox.answered(&1.into());
        assert!(inbox.next().is_some() && inbox.is_cancelled());
        assert!(inbox.next().is_none() && !inbox.is_cancelled());
        drop(sender);
        assert!(inbox.wait().is_none());
    }
}
