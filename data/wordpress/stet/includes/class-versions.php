<?php
/**
 * Versions: a number per article that every change raises, whoever makes it and however.
 *
 * @package Stet
 */

namespace Stet;

defined( 'ABSPATH' ) || exit;

/**
 * Counts changes, and compares If-Match.
 */
final class Versions {
	/**
	 * Articles that this unit has changed, as keys.
	 *
	 * @var array
	 */
	private static $changed = array();

	/**
	 * Versions read before the articles were, so that an answer is never older than its ETag.
	 *
	 * @var array
	 */
	private static $read = array();

	/**
	 * Hooks.
	 */
	public static function start() {
		add_action( 'save_post_' . POST_TYPE, array( self::class, 'touch' ), 5 );
		add_action( 'before_delete_post', array( self::class, 'touch' ), 5 );
		add_action( 'deleted_post', array( self::class, 'bury' ), 5, 2 );
		foreach ( array( 'added_post_meta', 'updated_post_meta', 'deleted_post_meta' ) as $hook ) {
			add_action( $hook, array( self::class, 'meta_changed' ), 10, 3 );
		}
		add_action( 'set_object_terms', array( self::class, 'terms_changed' ), 10, 6 );
		add_filter( 'rest_request_before_callbacks', array( self::class, 'before_read' ), 90, 3 );
		add_filter( 'rest_prepare_' . POST_TYPE, array( self::class, 'prepare' ), 20, 3 );
	}

	/**
	 * An article's version.
	 *
	 * @param int $id The post.
	 * @return int
	 */
	public static function get( $id ) {
		global $wpdb;
		$table = Database::table( 'changes' );
		// phpcs:ignore WordPress.DB
		return (int) $wpdb->get_var( $wpdb->prepare( "SELECT version FROM $table WHERE post_id = %d", $id ) );
	}

	/**
	 * The strong ETag of a version.
	 *
	 * @param int      $id      The post.
	 * @param int|null $version Its version; null for the present one.
	 * @return string
	 */
	public static function etag( $id, $version = null ) {
		return '"stet-' . (int) $id . '-' . ( null === $version ? self::get( $id ) : (int) $version ) . '"';
	}

	/**
	 * Something of an article changed.
	 *
	 * @param int $id The post.
	 */
	public static function touch( $id ) {
		$post = get_post( $id );
		if ( ! $post || POST_TYPE !== $post->post_type || 'auto-draft' === $post->post_status ) {
			return;
		}
		if ( Unit::is_open() ) {
			if ( ! isset( self::$changed[ $id ] ) ) {
				self::raise( $post );
			}
			self::$changed[ $id ] = true;
			return;
		}
		self::alone(
			function () use ( $post ) {
				self::raise( $post );
				self::number( $post->ID );
			}
		);
	}

	/**
	 * Outside a unit: a transaction of its own, so that feed numbers appear in their order.
	 *
	 * @param callable $work What to do.
	 */
	private static function alone( $work ) {
		global $wpdb;
		// phpcs:disable WordPress.DB.DirectDatabaseQuery
		$wpdb->query( 'START TRANSACTION' );
		$work();
		$wpdb->query( 'COMMIT' );
		// phpcs:enable
	}

	/**
	 * The next version.
	 *
	 * @param \WP_Post $post The article.
	 */
	private static function raise( $post ) {
		global $wpdb;
		$table = Database::table( 'changes' );
		// phpcs:disable WordPress.DB
		$wpdb->query(
			$wpdb->prepare(
				"INSERT INTO $table (post_id, version, author, deleted, changed_gmt) VALUES (%d, 1, %d, %d, UTC_TIMESTAMP())
				ON DUPLICATE KEY UPDATE version = version + 1, author = VALUES(author), deleted = VALUES(deleted), changed_gmt = VALUES(changed_gmt)",
				$post->ID,
				$post->post_author,
				'trash' === $post->post_status ? 1 : 0
			)
		);
		// phpcs:enable
	}

	/**
	 * The next place in the feed. The counter's row stays locked until the commit, so a reader never sees a
	 * number while a lower one is still to come.
	 *
	 * @param int  $id   The post.
	 * @param bool $gone Whether it was deleted for good: the cache may still hold it.
	 */
	private static function number( $id, $gone = false ) {
		global $wpdb;
		$table = Database::table( 'changes' );
		$post  = $gone ? null : get_post( $id );
		$uuid  = $post ? (string) get_post_meta( $id, 'stet_id', true ) : '';
		// phpcs:disable WordPress.DB
		$wpdb->query( "UPDATE $table SET seq = LAST_INSERT_ID(seq + 1) WHERE post_id = 0" );
		if ( $post ) {
			$wpdb->query(
				$wpdb->prepare(
					"UPDATE $table SET seq = LAST_INSERT_ID(), uuid = %s, author = %d, deleted = %d WHERE post_id = %d",
					substr( $uuid, 0, 36 ),
					$post->post_author,
					'trash' === $post->post_status ? 1 : 0,
					$id
				)
			);
		} else {
			$wpdb->query( $wpdb->prepare( "UPDATE $table SET seq = LAST_INSERT_ID() WHERE post_id = %d", $id ) );
		}
		// phpcs:enable
	}

	/**
	 * At the end of a unit.
	 */
	public static function flush() {
		$ids = array_keys( self::$changed );
		sort( $ids );
		foreach ( $ids as $id ) {
			self::number( $id );
		}
		self::forget();
	}

	/**
	 * The unit is over.
	 */
	public static function forget() {
		self::$changed = array();
		self::$read    = array();
	}

	/**
	 * Action deleted_post: what is gone for good stays in the feed.
	 *
	 * @param int      $id   The post.
	 * @param \WP_Post $post What it was.
	 */
	public static function bury( $id, $post ) {
		if ( POST_TYPE !== $post->post_type || 'auto-draft' === $post->post_status ) {
			return;
		}
		$work = function () use ( $id ) {
			global $wpdb;
			$table = Database::table( 'changes' );
			// phpcs:ignore WordPress.DB
			$wpdb->query( $wpdb->prepare( "UPDATE $table SET version = version + 1, deleted = 1, changed_gmt = UTC_TIMESTAMP() WHERE post_id = %d", $id ) );
			self::number( $id, true );
		};
		if ( Unit::is_open() ) {
			unset( self::$changed[ $id ] );
			$work();
		} else {
			self::alone( $work );
		}
	}

	/**
	 * Actions added_post_meta, updated_post_meta, deleted_post_meta.
	 *
	 * @param int|array $meta_ids Not used.
	 * @param int       $id       The post.
	 * @param string    $key      The meta's key.
	 */
	public static function meta_changed( $meta_ids, $id, $key ) {
		if ( '_thumbnail_id' === $key || 0 === strpos( $key, 'stet_' ) || 0 === strpos( $key, '_stet_' ) ) {
			self::touch( $id );
		}
	}

	/**
	 * Action set_object_terms.
	 *
	 * @param int    $id       The object.
	 * @param array  $terms    Not used.
	 * @param array  $now      Term taxonomy ids.
	 * @param string $taxonomy The taxonomy.
	 * @param bool   $append   Whether they were added to what was there.
	 * @param array  $before   Term taxonomy ids before.
	 */
	public static function terms_changed( $id, $terms, $now, $taxonomy, $append, $before ) {
		$now    = array_map( 'intval', $now );
		$before = array_map( 'intval', $before );
		if ( is_object_in_taxonomy( POST_TYPE, $taxonomy ) && ( array_diff( $now, $before ) || ( ! $append && array_diff( $before, $now ) ) ) ) {
			self::touch( $id );
		}
	}

	/**
	 * Compares If-Match, under the lock.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @param int              $id      The post, or 0.
	 * @return true|\WP_Error
	 */
	public static function check( $request, $id ) {
		$wanted = $request->get_header( 'if_match' );
		if ( ! $id || POST_TYPE !== get_post_type( $id ) ) {
			return true;
		}
		if ( null === $wanted ) {
			$route = $request->get_route();
			if ( preg_match( '#^/stet/v1/posts/\d+/(working|transitions)$#', $route ) ) {
				return new \WP_Error( 'stet_version_required', __( 'The request does not say which version it is about (If-Match).', 'stet' ), array( 'status' => 428 ) );
			}
			return true;
		}
		if ( '*' === trim( $wanted ) || in_array( self::etag( $id ), array_map( 'trim', explode( ',', $wanted ) ), true ) ) {
			return true;
		}
		return self::conflict( $id );
	}

	/**
	 * The refusal of a stale write.
	 *
	 * @param int    $id      The post.
	 * @param string $code    Its code.
	 * @param string $message What to say; empty for the usual.
	 * @return \WP_Error
	 */
	public static function conflict( $id, $code = 'stet_version_conflict', $message = '' ) {
		$version   = self::get( $id );
		$post      = get_post( $id );
		$revisions = wp_get_post_revisions( $id, array( 'posts_per_page' => 1 ) );
		$editor    = $revisions ? (int) reset( $revisions )->post_author : (int) $post->post_author;
		$user      = get_userdata( $editor );
		return new \WP_Error(
			$code,
			$message ? $message : __( 'The article was changed on the site since you last read it.', 'stet' ),
			array(
				'status'          => 412,
				'current_version' => $version,
				'etag'            => self::etag( $id, $version ),
				'modified_gmt'    => mysql_to_rfc3339( $post->post_modified_gmt ),
				'last_editor'     => array(
					'id'   => $editor,
					'name' => $user ? $user->display_name : '',
				),
			)
		);
	}

	/**
	 * Filter rest_request_before_callbacks: the version is read first, and then what it is the version of.
	 *
	 * @param mixed            $response What was decided so far.
	 * @param array            $handler  Not used.
	 * @param \WP_REST_Request $request  The request.
	 * @return mixed
	 */
	public static function before_read( $response, $handler, $request ) {
		if ( 'GET' === $request->get_method() && ! Unit::is_open() && preg_match( '#^/(?:wp/v2|stet/v1)/posts/(\d+)(?:/|$)#', $request->get_route(), $found ) ) {
			$id                = (int) $found[1];
			self::$read[ $id ] = self::get( $id );
			clean_post_cache( $id );
		}
		return $response;
	}

	/**
	 * The version that an answer about an article carries.
	 *
	 * @param int $id The post.
	 * @return int
	 */
	public static function of_answer( $id ) {
		return Unit::is_open() || ! isset( self::$read[ $id ] ) ? self::get( $id ) : self::$read[ $id ];
	}

	/**
	 * Filter rest_prepare_post. Lists carry no version: a base for a save is read by itself.
	 *
	 * @param \WP_REST_Response $response The answer.
	 * @param \WP_Post          $post     The article.
	 * @param \WP_REST_Request  $request  The request.
	 * @return \WP_REST_Response
	 */
	public static function prepare( $response, $post, $request ) {
		$single = isset( self::$read[ $post->ID ] ) || Unit::is_open();
		if ( ! $single || ! current_user_can( 'edit_post', $post->ID ) ) {
			return $response;
		}
		$version              = self::of_answer( $post->ID );
		$data                 = $response->get_data();
		$data['stet_version'] = $version;
		if ( 'edit' === $request['context'] ) {
			$data['stet'] = Articles::describe( $post->ID, $version );
		}
		$response->set_data( $data );
		$response->header( 'ETag', self::etag( $post->ID, $version ) );
		return $response;
	}
}
