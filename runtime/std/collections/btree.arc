namespace collections

// The nodes of ordered maps. A node has up to _MOST_KEYS keys in order with their values; one with children has one more of
// them than keys, and the keys below child i lie between keys i - 1 and i. All but the root have at least _LEAST_KEYS.
// All leaves have the same depth. (Cormen, Leiserson, Rivest, Stein: Introduction to Algorithms, chapter 18, with degree 16.)

const _LEAST_KEYS: usize = 31
const _MOST_KEYS: usize = 63

struct _Node<K, V> {
    keys: vector<K>
    values: vector<V>
    children: vector<_Node<K, V>>
}

/// The first key of the node that is not below `key`.
@inline
func _lower_bound<K, V>(node: *_Node<K, V>, key: K) usize {
    // Without a branch that depends on the keys: the processor could not foretell it.
    let keys = node.keys.pointer()
    let base: usize = 0
    let left = node.keys.len()
    if left == 0 { return 0 }
    for left > 1 {
        let half = left >> 1
        base = if compare(*(keys + (base +% half -% 1)), key) < 0 { base +% half } else { base }
        left = left -% half
    }
    return if compare(*(keys + base), key) < 0 { base +% 1 } else { base }
}

/// Where the value of `key` lies, or null.
func _find<K, V>(m: OrderedMap<K, V>, key: K) *V? {
    if m._root.is_empty() { return null }
    let node = m._root.pointer()
    for {
        let i = _lower_bound(node, key)
        if i < node.keys.len() && compare(node.keys[i], key) == 0 { return node.values.pointer() + i }
        if node.children.is_empty() { return null }
        node = node.children.pointer() + i
    }
}

/// As `_find`, and all nodes on the way become the map's own.
func _find_mut<K, V>(m: *OrderedMap<K, V>, key: K) *V? {
    if m._root.is_empty() { return null }
    let node = &m._root[0]
    for {
        let i = _lower_bound(node, key)
        if i < node.keys.len() && compare(node.keys[i], key) == 0 { return &node.values[i] }
        if node.children.is_empty() { return null }
        node = &node.children[i]
    }
}

/// The nearest entry below or above `key`, `key` itself included or not.
func _neighbour<K, V>(m: OrderedMap<K, V>, key: K, below: bool, inclusive: bool) (K, V)? {
    if m._root.is_empty() { return null }
    let best: (*_Node<K, V>, usize)? = null
    let node = m._root.pointer()
    for {
        let i = _lower_bound(node, key)
        let found = i < node.keys.len() && compare(node.keys[i], key) == 0
        if found && inclusive { return (node.keys[i], node.values[i]) }
        let child = i
        if below {
            if i > 0 { best = (node, i - 1) }
        } else {
            if found { child = i + 1 }
            if child < node.keys.len() { best = (node, child) }
        }
        if node.children.is_empty() { break }
        node = node.children.pointer() + child
    }
    let (at, i) = best?
    return (at.keys[i], at.values[i])
}

// What changes nodes first makes all vectors that it changes the node's own and gives them the room that they will need:
// memory can run out there, while the tree is still whole, and nothing can panic afterwards. While keys are compared the tree
// is whole, too.

/// Makes the vectors of the node its own, with room for `extra` more entries.
func _prepare<K, V>(node: *_Node<K, V>, extra: usize) {
    _own(&node.keys, extra)
    _own(&node.values, extra)
    if !node.children.is_empty() { _own(&node.children, extra) }
}

@inline
func _own<T>(v: *vector<T>, extra: usize) {
    v.reserve(extra)
    if !v.is_empty() && !@is_unique(v.pointer()) { let _ = &(*v)[0] }
}

/// Puts a new root above one that is full.
func _grow_root<K, V>(root: *vector<_Node<K, V>>) {
    let top: vector<_Node<K, V>> = []
    top.reserve(1)
    top.push(_Node<K, V>{children: *root})
    *root = []
    swap(root, &top)
    _split_child(&(*root)[0], 0)
}

/// Cuts the full child `i` into two; its middle key moves up.
func _split_child<K, V>(parent: *_Node<K, V>, i: usize) {
    _prepare(parent, 1)
    let child = &parent.children[i]
    _prepare(child, 0)
    let right = _Node<K, V>{}
    right.keys.reserve(_LEAST_KEYS)
    right.values.reserve(_LEAST_KEYS)
    if !child.children.is_empty() { right.children.reserve(_LEAST_KEYS + 1) }
    child.keys.drain_into(_LEAST_KEYS + 1, child.keys.len(), &right.keys)
    child.values.drain_into(_LEAST_KEYS + 1, child.values.len(), &right.values)
    if !child.children.is_empty() { child.children.drain_into(_LEAST_KEYS + 1, child.children.len(), &right.children) }
    let key = child.keys.pop()!
    let value = child.values.pop()!
    parent.keys.insert(i, key)
    parent.values.insert(i, value)
    parent.children.insert(i + 1, right)
}

/// Puts an entry below `from`, which is not full; gives the old value.
func _insert<K, V>(from: *_Node<K, V>, key: K, value: V) V? {
    let node = from
    for {
        let i = _lower_bound(node, key)
        if i < node.keys.len() && compare(node.keys[i], key) == 0 {
            let old = value
            swap(&node.values[i], &old)
            return old
        }
        if node.children.is_empty() {
            _prepare(node, 1)
            node.keys.insert(i, key)
            node.values.insert(i, value)
            return null
        }
        if node.children[i].keys.len() == _MOST_KEYS {
            _split_child(node, i)
            // The key that moved up may be the one wanted, or lie before it.
            let c = compare(node.keys[i], key)
            if c == 0 { continue }
            if c < 0 { i += 1 }
        }
        node = &node.children[i]
    }
}

/// Takes out the entry of `key`, which is below `from`.
func _remove<K, V>(from: *_Node<K, V>, key: K) (K, V) {
    let node = from
    for {
        let i = _lower_bound(node, key)
        let found = i < node.keys.len() && compare(node.keys[i], key) == 0
        if node.children.is_empty() {
            _prepare(node, 0)
            return (node.keys.remove(i), node.values.remove(i))
        }
        if !found {
            node = _fill_child(node, i)
            continue
        }
        // An inner entry is replaced by its neighbour from a child that can spare one.
        if node.children[i].keys.len() > _LEAST_KEYS {
            _prepare(node, 0)
            let (k, v) = _remove_last(&node.children[i])
            swap(&node.keys[i], &k)
            swap(&node.values[i], &v)
            return (k, v)
        }
        if node.children[i + 1].keys.len() > _LEAST_KEYS {
            _prepare(node, 0)
            let (k, v) = _remove_first(&node.children[i + 1])
            swap(&node.keys[i], &k)
            swap(&node.values[i], &v)
            return (k, v)
        }
        _join_children(node, i)
        node = &node.children[i]
    }
}

func _remove_first<K, V>(from: *_Node<K, V>) (K, V) {
    let node = from
    for !node.children.is_empty() { node = _fill_child(node, 0) }
    _prepare(node, 0)
    return (node.keys.remove(0), node.values.remove(0))
}

func _remove_last<K, V>(from: *_Node<K, V>) (K, V) {
    let node = from
    for !node.children.is_empty() { node = _fill_child(node, node.children.len() - 1) }
    _prepare(node, 0)
    return (node.keys.pop()!, node.values.pop()!)
}

/// The child `i`, or what it becomes, with more than the least number of keys, so that one can be taken out below it.
func _fill_child<K, V>(node: *_Node<K, V>, i: usize) *_Node<K, V> {
    if node.children[i].keys.len() > _LEAST_KEYS { return &node.children[i] }
    if i > 0 && node.children[i - 1].keys.len() > _LEAST_KEYS {
        // Over the parent from the left neighbour.
        let left = &node.children[i - 1]
        let child = &node.children[i]
        _prepare(node, 0)
        _prepare(left, 0)
        _prepare(child, 1)
        let key = left.keys.pop()!
        let value = left.values.pop()!
        swap(&node.keys[i - 1], &key)
        swap(&node.values[i - 1], &value)
        let moved = left.children.pop()
        child.keys.insert(0, key)
        child.values.insert(0, value)
        if let below = moved { child.children.insert(0, below) }
        return child
    }
    if i + 1 < node.children.len() && node.children[i + 1].keys.len() > _LEAST_KEYS {
        // Over the parent from the right neighbour.
        let right = &node.children[i + 1]
        let child = &node.children[i]
        _prepare(node, 0)
        _prepare(right, 0)
        _prepare(child, 1)
        let key = right.keys.remove(0)
        let value = right.values.remove(0)
        swap(&node.keys[i], &key)
        swap(&node.values[i], &value)
        if !right.children.is_empty() { right.children.drain_into(0, 1, &child.children) }
        child.keys.push(key)
        child.values.push(value)
        return child
    }
    let at = if i > 0 { i - 1 } else { i }
    _join_children(node, at)
    return &node.children[at]
}

/// Makes one node of the children `i` and `i` + 1 and the key between them; both have the least number of keys.
func _join_children<K, V>(node: *_Node<K, V>, i: usize) {
    _prepare(node, 0)
    let left = &node.children[i]
    let right = &node.children[i + 1]
    _prepare(left, _LEAST_KEYS + 1)
    _prepare(right, 0)
    left.keys.push(node.keys.remove(i))
    left.values.push(node.values.remove(i))
    right.keys.drain_into(0, right.keys.len(), &left.keys)
    right.values.drain_into(0, right.values.len(), &left.values)
    right.children.drain_into(0, right.children.len(), &left.children)
    let _ = node.children.remove(i + 1)
}

/// The depth of all leaves below the node; panics when the rules above do not hold. For tests.
func _check<K, V>(node: *_Node<K, V>, is_root: bool) usize {
    let n = node.keys.len()
    assert(n == node.values.len() && n <= _MOST_KEYS && (is_root || n >= _LEAST_KEYS) && n > 0)
    for i in 1..n { assert(compare(node.keys[i - 1], node.keys[i]) < 0) }
    if node.children.is_empty() { return 1 }
    assert(node.children.len() == n + 1)
    let depth = _check(&node.children[0], false)
    for i in 0..n + 1 {
        let child = &node.children[i]
        assert(_check(child, false) == depth)
        if i > 0 { assert(compare(child.keys[0], node.keys[i - 1]) > 0) }
        if i < n { assert(compare(child.keys[child.keys.len() - 1], node.keys[i]) < 0) }
    }
    return depth + 1
}
