<?php
/**
 * The feed of changes.
 *
 * @package Stet
 */

namespace Stet;

defined( 'ABSPATH' ) || exit;

/**
 * Each article once, in its newest state, in the order of its last change; what was deleted as a tombstone.
 */
final class Changes {
	const LIMIT = 500;

	/** With the articles along, a page ends with the one that makes it longer than this. */
	const BYTES_MAX = 4194304;

	/**
	 * Hooks.
	 */
	public static function start() {
		add_action( 'rest_api_init', array( self::class, 'routes' ) );
	}

	/**
	 * Action rest_api_init.
	 */
	public static function routes() {
		register_rest_route(
			REST,
			'/changes',
			array(
				'methods'             => 'GET',
				'permission_callback' => array( Articles::class, 'may_read_any' ),
				'callback'            => array( self::class, 'read' ),
				'args'                => array(
					'since' => array(
						'type'    => 'string',
						'default' => '',
					),
					'limit' => array(
						'type'    => 'integer',
						'minimum' => 1,
						'maximum' => self::LIMIT,
						'default' => self::LIMIT,
					),
					'with'  => array(
						'type'    => 'string',
						'default' => '',
					),
				),
			)
		);
	}

	/**
	 * GET /changes.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 */
	public static function read( $request ) {
		$generation = (string) get_option( 'stet_generation' );
		$since      = 0;
		if ( '' !== $request['since'] ) {
			if ( ! preg_match( '/^([0-9a-f]+)-(\d{1,18})$/', $request['since'], $found ) || $found[1] !== $generation ) {
				return new \WP_Error( 'stet_cursor_lost', __( 'This place in the list of changes is not known here any more. Start from the beginning.', 'stet' ), array( 'status' => 410 ) );
			}
			$since = (int) $found[2];
		}
		$rows  = self::rows( $since, (int) $request['limit'] );
		$whole = 'stories' === $request['with'];
		$more  = count( $rows ) === (int) $request['limit'];
		$total = $more ? self::count( $since ) : count( $rows );
		_prime_post_caches( wp_list_pluck( $rows, 'post_id' ), false, true );
		$changes = $whole ? self::describe_whole( $rows ) : array_map( array( self::class, 'describe' ), $rows );
		$rows    = array_slice( $rows, 0, count( $changes ) );
		return new \WP_REST_Response(
			array(
				'changes' => $changes,
				'cursor'  => $generation . '-' . ( $rows ? (int) end( $rows )->seq : $since ),
				'more'    => count( $rows ) < $total,
				'total'   => $total,
			)
		);
	}

	/**
	 * Changes with their articles along, as many as an answer should hold, and one at least.
	 *
	 * @param array $rows The rows.
	 * @return array
	 */
	private static function describe_whole( $rows ) {
		$changes  = array();
		$bytes    = 0;
		$pictures = array_filter( array_map( 'get_post_thumbnail_id', wp_list_pluck( $rows, 'post_id' ) ) );
		_prime_post_caches( $pictures, false, true );
		cache_users( wp_list_pluck( $rows, 'author' ) );
		foreach ( $rows as $row ) {
			$post   = get_post( $row->post_id );
			$change = self::describe( $row );
			if ( $post && ! $change['deleted'] && 'auto-draft' !== $post->post_status && Articles::is_open( $post ) ) {
				$change['story'] = Articles::describe( (int) $row->post_id, $row->version );
			}
			$changes[] = $change;
			$bytes    += strlen( (string) wp_json_encode( $change ) );
			if ( $bytes > self::BYTES_MAX ) {
				break;
			}
		}
		return $changes;
	}

	/**
	 * Rows after a place. Who may not edit others' articles sees their own.
	 *
	 * @param int $since The place.
	 * @param int $limit How many.
	 * @return array
	 */
	private static function rows( $since, $limit ) {
		global $wpdb;
		$table = Database::table( 'changes' );
		// phpcs:disable WordPress.DB
		return $wpdb->get_results(
			$wpdb->prepare(
				"SELECT * FROM $table WHERE post_id > 0 AND seq > %d AND (%d = 1 OR author = %d) ORDER BY seq LIMIT %d",
				$since,
				self::sees_all(),
				get_current_user_id(),
				$limit
			)
		);
		// phpcs:enable
	}

	/**
	 * How many rows there are after a place.
	 *
	 * @param int $since The place.
	 * @return int
	 */
	private static function count( $since ) {
		global $wpdb;
		$table = Database::table( 'changes' );
		// phpcs:disable WordPress.DB
		return (int) $wpdb->get_var(
			$wpdb->prepare(
				"SELECT COUNT(*) FROM $table WHERE post_id > 0 AND seq > %d AND (%d = 1 OR author = %d)",
				$since,
				self::sees_all(),
				get_current_user_id()
			)
		);
		// phpcs:enable
	}

	/**
	 * Whether who is signed in sees others' articles, as a number for the database.
	 *
	 * @return int
	 */
	private static function sees_all() {
		return current_user_can( 'edit_others_posts' ) ? 1 : 0;
	}

	/**
	 * One change. The version was read before the article: it is never newer than what stands beside it.
	 *
	 * @param object $row The row.
	 * @return array
	 */
	public static function describe( $row ) {
		$post   = get_post( $row->post_id );
		$id     = (int) $row->post_id;
		$author = get_userdata( $row->author );
		$hash   = $post ? Articles::hash( $id ) : '';
		return array(
			'post'     => $id,
			'id'       => '' === $row->uuid ? null : $row->uuid,
			'state'    => $post ? Articles::state( $id ) : 'binned',
			'version'  => Versions::etag( $id, $row->version ),
			'hash'     => '' === $hash ? null : $hash,
			'live'     => $post && 'publish' === $post->post_status,
			'modified' => Articles::time( $row->changed_gmt ),
			'author'   => $author ? $author->user_nicename : '',
			'headline' => $post ? self::headline( $id, $post ) : '',
			'deleted'  => ! $post || 'trash' === $post->post_status,
		);
	}

	/**
	 * The headline of what is being worked on.
	 *
	 * @param int      $id   The post.
	 * @param \WP_Post $post The post.
	 * @return string
	 */
	private static function headline( $id, $post ) {
		$working = Articles::working( $id );
		return html_entity_decode( $working ? $working['title'] : $post->post_title, ENT_QUOTES, 'UTF-8' );
	}
}
